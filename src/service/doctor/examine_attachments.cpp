// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "service/attachments/attachment_files.hpp"
#include "service/doctor/doctor.hpp"

namespace taizhang::service {
namespace {

struct Counts {
    std::int64_t files = 0;
    std::int64_t missing = 0;  // that rows refer to
    std::int64_t orphans = 0;  // that no row refers to, left alone for long
    std::uint64_t bytes = 0;
};

tl::unexpected<Error> interrupted() {
    return fail(ErrorCode::Interrupted, "已停下，没有检查完", "stopped");
}

// Whether each is there; what is in it is for verify.
Result<void> count_missing(store::ReadTx& tx, const AttachmentFiles& files,
                           const store::GoOn& go_on, Counts& counts) {
    Digest last{};
    for (auto digests = tx.attachments().digests_after(last, limits::kAttachmentsAtOnce);
         !digests.empty();
         digests = tx.attachments().digests_after(last, limits::kAttachmentsAtOnce)) {
        for (const auto& digest : digests) {
            std::error_code missing;
            const bool there = std::filesystem::is_regular_file(files.path_of(digest), missing);
            counts.missing += there ? 0 : 1;
        }
        last = digests.back();
        if (go_on && !go_on()) {
            return interrupted();
        }
    }
    return {};
}

Result<void> count_files(store::ReadTx& tx, const AttachmentFiles& files, Instant now,
                         const store::GoOn& go_on, Counts& counts) {
    bool stopped = false;
    const Instant alone_since = after(now, -limits::kAttachmentOrphanSeconds);
    files.visit([&](const AttachmentFiles::Found& found) {
        ++counts.files;
        counts.bytes += found.bytes;
        const bool old = found.changed_at < alone_since;
        counts.orphans += old && !tx.attachments().refers_to(found.digest) ? 1 : 0;
        stopped = go_on && !go_on();
        return !stopped;
    });
    return stopped ? Result<void>(interrupted()) : Result<void>();
}

Finding finding_of(const Counts& counts) {
    Finding finding{Health::Good, "attachments", "附件",
                    fmt::format("{} 个文件，{} MiB，都在", counts.files, counts.bytes >> 20U), ""};
    if (counts.orphans > 0) {
        finding.health = Health::Notice;
        finding.found = fmt::format("有 {} 个文件已没有条目在用", counts.orphans);
        finding.advice = "taizhang purge 清掉它们";
    }
    if (counts.missing > 0) {
        finding.health = Health::Wrong;
        finding.found = fmt::format("少了 {} 个文件", counts.missing);
        finding.advice = "taizhang verify 指出是哪些；从备份里找回，放回附件文件夹";
    }
    return finding;
}

}  // namespace

Result<Findings> examine_attachments(const Session& session, Instant now,
                                     const store::GoOn& go_on) {
    TZ_TRY(access::authorize(session.principal, access::Permission::Verify));
    const auto* files = session.files;
    const bool folder = files != nullptr && files->exists();
    const auto hold = folder ? std::optional(files->hold(FolderHold::Kind::Shared)) : std::nullopt;
    Findings findings;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        const bool any = !tx.attachments().digests_after({}, 1).empty();
        if (any && files == nullptr) {
            findings.push_back({Health::Wrong, "attachments", "附件",
                                "没有说附件文件夹在哪里，附件用不了", "用 --attachments 说明"});
        }
        if (files == nullptr || (!any && !folder)) {
            return {};
        }
        Counts counts;
        TZ_TRY(count_missing(tx, *files, go_on, counts));
        TZ_TRY(count_files(tx, *files, now, go_on, counts));
        findings.push_back(finding_of(counts));
        return {};
    }));
    if (folder) {
        findings.push_back(examine_disk(files->folder(), "attachment_space", "附件的磁盘空间"));
    }
    return findings;
}

}  // namespace taizhang::service
