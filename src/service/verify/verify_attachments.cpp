// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "service/attachments/attachment_note.hpp"
#include "service/attachments/attachments.hpp"
#include "service/verify/checks.hpp"

namespace taizhang::service {
namespace {

using store::Attachment;

class AttachmentVerifier {
  public:
    AttachmentVerifier(store::ReadTx& tx, const AttachmentFiles* files, Progress& progress,
                       VerifyOutcome& outcome)
        : tx_(tx), files_(files), progress_(progress), outcome_(outcome) {}

    void run() {
        AttachmentId after;
        std::vector<Attachment> rows;
        do {
            rows = tx_.attachments().attachments_after(after, limits::kAttachmentsAtOnce);
            for (const auto& row : rows) {
                after = row.id;
                ++outcome_.attachments;
                verify_event(row);
                if (!row.is_erased()) {
                    verify_file(row);
                }
                if (!progress_.go_on()) {
                    return;
                }
            }
        } while (rows.size() == limits::kAttachmentsAtOnce);
    }

  private:
    static std::string place(const Attachment& row) {
        return fmt::format("附件 {}（条目 {}）", row.id.value, row.record.value);
    }

    // That the row is the one that the log tells of.
    void verify_event(const Attachment& row) {
        std::vector<NotedAttachment> noted;
        tx_.scan_audit({.after_seq = 0, .batch = {}, .record = row.record}, [&](const auto& event) {
            if (event.revision == row.added_revision &&
                event.action == store::AuditAction::AttachmentAdded) {
                noted = noted_attachments(event.diff);
            }
            return event.revision < row.added_revision;
        });
        const auto found = std::find_if(noted.begin(), noted.end(),
                                        [&](const auto& one) { return one.id == row.id; });
        if (found == noted.end()) {
            note_finding(outcome_, place(row) + "没有留痕");
        } else if (!row.is_erased() && found->seal != seal_of(row)) {
            note_finding(outcome_, place(row) + "与留痕不符，被绕过程序改过");
        }
    }

    void verify_file(const Attachment& row) {
        if (files_ == nullptr) {
            if (!told_of_folder_) {
                note_finding(outcome_, "附件的文件没有核对：没有说附件文件夹在哪里");
            }
            told_of_folder_ = true;
            return;
        }
        const auto file = files_->path_of(row.digest);
        std::error_code missing;
        const auto bytes = std::filesystem::file_size(file, missing);
        if (missing) {
            note_finding(outcome_, place(row) + "的文件不见了");
            return;
        }
        const auto digest = digest_of_file(file, [&] { return progress_.go_on(); });
        if (digest ? *digest != row.digest || bytes != static_cast<std::uint64_t>(row.bytes)
                   : digest.error().code != ErrorCode::Interrupted) {
            note_finding(outcome_, place(row) + "的文件损坏了，与摘要不符");
        }
    }

    store::ReadTx& tx_;
    const AttachmentFiles* files_;
    Progress& progress_;
    VerifyOutcome& outcome_;
    bool told_of_folder_ = false;
};

}  // namespace

void verify_attachments(store::ReadTx& tx, const AttachmentFiles* files, Progress& progress,
                        VerifyOutcome& outcome) {
    AttachmentVerifier(tx, files, progress, outcome).run();
}

}  // namespace taizhang::service
