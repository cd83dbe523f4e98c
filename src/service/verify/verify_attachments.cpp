// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>

#include "base/limits.hpp"
#include "service/attachments/attachment_note.hpp"
#include "service/attachments/attachments.hpp"
#include "service/verify/checks.hpp"

namespace taizhang::service {
namespace {

using store::Attachment;
using store::AuditAction;

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

    // What the log tells of one.
    struct Told {
        std::string seal;
        bool removed = false;
    };

    // Files that came together stand together, so that the events of a record are read once.
    void read_events(RecordId record) {
        if (told_of_ == record) {
            return;
        }
        told_of_ = record;
        told_.clear();
        tx_.scan_audit({.after_seq = 0, .batch = {}, .record = record}, [&](const auto& event) {
            if (event.action != AuditAction::AttachmentAdded &&
                event.action != AuditAction::AttachmentRemoved &&
                event.action != AuditAction::AttachmentRestored) {
                return true;
            }
            for (auto& noted : noted_attachments(event.diff)) {
                auto& told = told_[noted.id];
                told.seal = noted.seal.empty() ? told.seal : std::move(noted.seal);
                told.removed = event.action == AuditAction::AttachmentRemoved;
            }
            return true;
        });
    }

    // That the row is the one that the log tells of.
    void verify_event(const Attachment& row) {
        read_events(row.record);
        const auto told = told_.find(row.id);
        if (told == told_.end()) {
            note_finding(outcome_, place(row) + "没有留痕");
        } else if ((!row.is_erased() && told->second.seal != seal_of(row)) ||
                   told->second.removed != (row.removed_at.milliseconds != 0)) {
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
    RecordId told_of_;
    std::map<AttachmentId, Told> told_;  // by that record's events
    bool told_of_folder_ = false;
};

}  // namespace

void verify_attachments(store::ReadTx& tx, const AttachmentFiles* files, Progress& progress,
                        VerifyOutcome& outcome) {
    AttachmentVerifier(tx, files, progress, outcome).run();
}

}  // namespace taizhang::service
