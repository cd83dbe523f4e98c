// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/attachments.hpp"

namespace taizhang::store_sqlite {

using store::Attachment;

namespace {

const std::string kAttachments =
    "SELECT attachment_id, ledger_id, record_id, field, digest, salt, size_bytes, media_type, "
    "name, added_by, added_at, added_revision, removed_by, removed_at, erased_at "
    "FROM attachment WHERE office_id = ?";

Attachment read_attachment(SQLite::Statement& row) {
    return {AttachmentId{row.getColumn(0).getInt64()},
            LedgerId{row.getColumn(1).getInt64()},
            RecordId{row.getColumn(2).getInt64()},
            row.getColumn(3).getString(),
            read_digest(row.getColumn(4)),
            row.getColumn(5).getString(),
            row.getColumn(6).getInt64(),
            row.getColumn(7).getString(),
            row.getColumn(8).getString(),
            row.getColumn(9).getString(),
            Instant{row.getColumn(10).getInt64()},
            row.getColumn(11).getInt64(),
            row.getColumn(12).getString(),
            Instant{row.getColumn(13).getInt64()},
            Instant{row.getColumn(14).getInt64()}};
}

std::vector<Attachment> read_all(SQLite::Statement& row) {
    std::vector<Attachment> found;
    while (row.executeStep()) {
        found.push_back(read_attachment(row));
    }
    row.reset();
    return found;
}

}  // namespace

std::optional<Attachment> Attachments::attachment(AttachmentId id) {
    auto& row = connection_.statement(kAttachments + " AND attachment_id = ?");
    row.bind(1, office_.value);
    row.bind(2, id.value);
    const auto found = read_all(row);
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<Attachment> Attachments::attachments_of(RecordId record, std::size_t most) {
    auto& row =
        connection_.statement(kAttachments + " AND record_id = ? ORDER BY attachment_id LIMIT ?");
    row.bind(1, office_.value);
    row.bind(2, record.value);
    row.bind(3, static_cast<std::int64_t>(most));
    return read_all(row);
}

std::vector<Attachment> Attachments::attachments_after(AttachmentId after, std::size_t most) {
    auto& row = connection_.statement(kAttachments +
                                      " AND attachment_id > ? ORDER BY attachment_id LIMIT ?");
    row.bind(1, office_.value);
    row.bind(2, after.value);
    row.bind(3, static_cast<std::int64_t>(most));
    return read_all(row);
}

std::vector<Digest> Attachments::digests_after(const Digest& after, std::size_t most) {
    auto& row = connection_.statement(
        "SELECT DISTINCT digest FROM attachment WHERE office_id = ? AND digest > ? "
        "ORDER BY digest LIMIT ?");
    row.bind(1, office_.value);
    bind_digest(row, 2, after);
    row.bind(3, static_cast<std::int64_t>(most));
    std::vector<Digest> digests;
    while (row.executeStep()) {
        digests.push_back(read_digest(row.getColumn(0)));
    }
    row.reset();
    return digests;
}

bool Attachments::refers_to(const Digest& digest) {
    auto& row = connection_.statement(
        "SELECT 1 FROM attachment WHERE office_id = ? AND digest = ? LIMIT 1");
    row.bind(1, office_.value);
    bind_digest(row, 2, digest);
    const bool found = row.executeStep();
    row.reset();
    return found;
}

std::int64_t Attachments::attachment_count() {
    auto& row = connection_.statement("SELECT count(*) FROM attachment WHERE office_id = ?");
    row.bind(1, office_.value);
    row.executeStep();
    const std::int64_t count = row.getColumn(0).getInt64();
    row.reset();
    return count;
}

void Attachments::put_attachment(const Attachment& attachment) {
    auto& row = connection_.statement(
        "INSERT INTO attachment (office_id, attachment_id, ledger_id, record_id, field, digest, "
        "salt, size_bytes, media_type, name, added_by, added_at, added_revision, removed_by, "
        "removed_at, erased_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (office_id, attachment_id) DO UPDATE SET field = excluded.field, "
        "digest = excluded.digest, salt = excluded.salt, name = excluded.name, "
        "removed_by = excluded.removed_by, removed_at = excluded.removed_at, "
        "erased_at = excluded.erased_at");
    row.bind(1, office_.value);
    row.bind(2, attachment.id.value);
    row.bind(3, attachment.ledger.value);
    row.bind(4, attachment.record.value);
    row.bind(5, attachment.field);
    if (!attachment.is_erased()) {
        bind_digest(row, 6, attachment.digest);
        bind_bytes(row, 7, attachment.salt);
    }
    row.bind(8, attachment.bytes);
    row.bind(9, attachment.media_type);
    row.bind(10, attachment.name);
    row.bind(11, attachment.added_by);
    row.bind(12, attachment.added_at.milliseconds);
    row.bind(13, attachment.added_revision);
    row.bind(14, attachment.removed_by);
    row.bind(15, attachment.removed_at.milliseconds);
    row.bind(16, attachment.erased_at.milliseconds);
    row.exec();
    row.reset();
}

}  // namespace taizhang::store_sqlite
