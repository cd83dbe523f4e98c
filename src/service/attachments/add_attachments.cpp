// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "exchange/document_type.hpp"
#include "service/attachments/attachment_change.hpp"

namespace taizhang::service {
namespace {

using store::Attachment;

std::string in_mebibytes(std::uint64_t bytes) {
    return fmt::format("{} MB", bytes >> 20U);
}

// Names which of several files is meant.
tl::unexpected<Error> refuse(const UploadedFile& file, ErrorCode code, const std::string& message,
                             std::string log) {
    return fail_at(
        code,
        SourcePlace{"", "", 0, "/file", shortened(file.name, limits::kQuotedCharactersMax), ""},
        fmt::format("“{}”：{}", shortened(file.name, limits::kQuotedCharactersMax), message),
        std::move(log));
}

Result<void> check_request(const std::vector<UploadedFile>& files) {
    if (files.empty()) {
        return fail_at(ErrorCode::InvalidInput, SourcePlace{"", "", 0, "/file", "", ""},
                       "没有选文件，请选好再传", "no file");
    }
    if (files.size() > limits::kAttachmentsPerRequestMax) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("一次最多传 {} 份，请分几次", limits::kAttachmentsPerRequestMax),
                    "too many files at once");
    }
    for (const auto& file : files) {
        if (file.bytes == 0) {
            return refuse(file, ErrorCode::InvalidInput, "文件是空的，请重新选择", "empty file");
        }
        if (static_cast<std::uint64_t>(file.bytes) > limits::kAttachmentBytesMax) {
            return refuse(file, ErrorCode::LimitExceeded,
                          fmt::format("文件太大，每份不超过 {}，请压缩或分开",
                                      in_mebibytes(limits::kAttachmentBytesMax)),
                          "file is too large");
        }
        const auto characters = character_count(file.name);
        if (characters == 0 || characters > limits::kAttachmentNameCharactersMax) {
            return refuse(file, ErrorCode::InvalidInput,
                          fmt::format("文件名要有 1 到 {} 个字，请改名再传",
                                      limits::kAttachmentNameCharactersMax),
                          "file name");
        }
    }
    return {};
}

// What a name must not bring into a header or a list.
std::string plain_name(const std::string& name) {
    std::string plain;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        plain += byte < 0x20 || byte == 0x7F ? ' ' : c;
    }
    return trimmed(plain);
}

using Types = std::vector<const exchange::DocumentType*>;

Result<Types> types_of(const std::vector<UploadedFile>& files) {
    Types types;
    for (const auto& file : files) {
        const auto type = exchange::document_type_of(file.path);
        if (!type) {
            return refuse(file, type.error().code, type.error().message, type.error().log);
        }
        types.push_back(*type);
    }
    return types;
}

Result<void> check_room(const std::vector<Attachment>& rows,
                        const std::vector<UploadedFile>& files) {
    std::size_t count = files.size();
    std::int64_t bytes = 0;
    for (const auto& file : files) {
        bytes += file.bytes;
    }
    for (const auto& row : rows) {
        count += row.is_there() ? 1 : 0;
        bytes += row.is_erased() ? 0 : row.bytes;
    }
    if (count > limits::kAttachmentsPerRecordMax) {
        return fail(
            ErrorCode::LimitExceeded,
            fmt::format("一条记录最多 {} 份附件，请先删去不要的", limits::kAttachmentsPerRecordMax),
            "too many attachments");
    }
    if (static_cast<std::uint64_t>(bytes) > limits::kAttachmentBytesPerRecordMax) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("一条记录的附件合计不超过 {}（回收站里的也算），请压缩或少传",
                                in_mebibytes(limits::kAttachmentBytesPerRecordMax)),
                    "too many bytes of attachments");
    }
    if (rows.size() + files.size() > limits::kAttachmentRowsPerRecordMax) {
        return fail(ErrorCode::LimitExceeded, "这条记录添过、删过的附件太多，请另录一条",
                    "too many attachments, removed ones too");
    }
    return {};
}

Result<void> check_new(const std::vector<Attachment>& rows,
                       const std::vector<UploadedFile>& files) {
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto& digest = files[i].digest;
        const bool again =
            std::any_of(rows.begin(), rows.end(),
                        [&](const auto& row) { return row.is_there() && row.digest == digest; }) ||
            std::any_of(files.begin(), files.begin() + static_cast<std::ptrdiff_t>(i),
                        [&](const auto& file) { return file.digest == digest; });
        if (again) {
            return refuse(files[i], ErrorCode::Conflict, "这条记录已有同样的文件，没有再添",
                          "the record has the same file");
        }
    }
    return {};
}

Attachment attachment_of(const AttachmentWork& work, const AttachmentPlace& place,
                         const std::string& field, const UploadedFile& file,
                         const exchange::DocumentType& type) {
    Attachment made;
    made.id = AttachmentId{work.tx.new_id()};
    made.ledger = work.seen.definitions->table(*work.seen.ledger).id;
    made.record = place.record;
    made.field = field;
    made.digest = file.digest;
    made.salt = work.tx.new_salt();
    made.bytes = file.bytes;
    made.media_type = type.media_type;
    made.name = exchange::name_of_type(plain_name(file.name), type);
    made.added_at = work.tx.now();
    made.added_revision = work.next_revision();
    return made;
}

// Before anything of his is kept.
Result<void> check_sight(const Session& session, const AttachmentPlace& place) {
    TZ_TRY(access::authorize(session.principal, access::Permission::WriteRecords));
    return read_defined(
        session, [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
            TZ_TRY(seen_record(tx, session.principal, definitions, place.ledger, place.record,
                               store::Deleted::Exclude, access::Permission::ReadRecords));
            return {};
        });
}

// A full or broken disk; the database may well be on another.
Result<void> keep(const AttachmentFiles& folder, const std::vector<UploadedFile>& files) try {
    for (const auto& file : files) {
        folder.keep(file.path, file.digest);
    }
    return {};
} catch (const std::system_error& error) {
    return fail(ErrorCode::Io, "附件写不进磁盘，请告诉管理员", error.what());
}

}  // namespace

Result<AttachmentViews> add_attachments(const Session& session, const AttachmentPlace& place,
                                        const NewAttachments& wanted,
                                        const std::vector<UploadedFile>& files) {
    TZ_TRY(check_sight(session, place));
    TZ_TRY(check_request(files));
    const auto types = TZ_TRY(types_of(files));
    const auto* folder = TZ_TRY(files_of(session));
    // From here to the commit nobody takes away what nothing refers to yet.
    const auto hold = folder->hold(FolderHold::Kind::Shared);
    TZ_TRY(keep(*folder, files));
    const auto add = [&](const AttachmentWork& work) -> Result<AttachmentOutcome> {
        if (work.seen.record.purged) {
            return fail(ErrorCode::Conflict, "这条记录保存期已满，不能再添附件",
                        "the record is purged");
        }
        TZ_TRY(check_room(work.rows, files));
        TZ_TRY(check_new(work.rows, files));
        AttachmentOutcome outcome;
        for (std::size_t i = 0; i < files.size(); ++i) {
            outcome.attachments.push_back(
                attachment_of(work, place, wanted.field, files[i], *types[i]));
            outcome.attachments.back().added_by = session.principal.name;
        }
        outcome.values = TZ_TRY(work.values_with(wanted.field, [&](auto& ids) {
            for (const auto& made : outcome.attachments) {
                ids.push_back(made.id);
            }
        }));
        return outcome;
    };
    return change_attachments(session, place, store::AuditAction::AttachmentAdded, wanted.reason,
                              add);
}

}  // namespace taizhang::service
