// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/attachments.hpp"

namespace taizhang::store_postgres {

using store::Attachment;

namespace {

const std::string kAttachments =
    "SELECT attachment_id, ledger_id, record_id, field, digest, salt, size_bytes, media_type, "
    "name, added_by, added_at, added_revision, removed_by, removed_at, erased_at "
    "FROM attachment WHERE office_id = $1";

std::vector<Attachment> read_all(const Rows& rows) {
    std::vector<Attachment> found;
    for (int i = 0; i < rows.size(); ++i) {
        const Row row = rows[i];
        found.push_back({AttachmentId{row.integer(0)}, LedgerId{row.integer(1)},
                         RecordId{row.integer(2)}, row.text(3), row.digest(4), row.text(5),
                         row.integer(6), row.text(7), row.text(8), row.text(9),
                         Instant{row.integer(10)}, row.integer(11), row.text(12),
                         Instant{row.integer(13)}, Instant{row.integer(14)}});
    }
    return found;
}

}  // namespace

std::optional<Attachment> Attachments::attachment(AttachmentId id) {
    const auto found = read_all(
        connection_.query(kAttachments + " AND attachment_id = $2", Parameters(office_, id)));
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<Attachment> Attachments::attachments_of(RecordId record, std::size_t most) {
    return read_all(
        connection_.query(kAttachments + " AND record_id = $2 ORDER BY attachment_id LIMIT $3",
                          Parameters(office_, record, static_cast<std::int64_t>(most))));
}

std::vector<Attachment> Attachments::attachments_after(AttachmentId after, std::size_t most) {
    return read_all(
        connection_.query(kAttachments + " AND attachment_id > $2 ORDER BY attachment_id LIMIT $3",
                          Parameters(office_, after, static_cast<std::int64_t>(most))));
}

std::vector<Digest> Attachments::digests_after(const Digest& after, std::size_t most) {
    const Rows rows = connection_.query(
        "SELECT DISTINCT digest FROM attachment WHERE office_id = $1 AND digest > $2 "
        "ORDER BY digest LIMIT $3",
        Parameters(office_, digest_text(after), static_cast<std::int64_t>(most)));
    std::vector<Digest> digests;
    for (int i = 0; i < rows.size(); ++i) {
        digests.push_back(rows[i].digest(0));
    }
    return digests;
}

bool Attachments::refers_to(const Digest& digest) {
    return !connection_
                .query("SELECT 1 FROM attachment WHERE office_id = $1 AND digest = $2 LIMIT 1",
                       Parameters(office_, digest_text(digest)))
                .empty();
}

std::int64_t Attachments::attachment_count() {
    return connection_
        .query("SELECT count(*) FROM attachment WHERE office_id = $1", Parameters(office_))[0]
        .integer(0);
}

void Attachments::put_attachment(const Attachment& attachment) {
    const bool kept = !attachment.is_erased();
    connection_.query(
        "INSERT INTO attachment (office_id, attachment_id, ledger_id, record_id, field, digest, "
        "salt, size_bytes, media_type, name, added_by, added_at, added_revision, removed_by, "
        "removed_at, erased_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
        "$14, $15, $16) "
        "ON CONFLICT (office_id, attachment_id) DO UPDATE SET field = excluded.field, "
        "digest = excluded.digest, salt = excluded.salt, name = excluded.name, "
        "removed_by = excluded.removed_by, removed_at = excluded.removed_at, "
        "erased_at = excluded.erased_at",
        Parameters(office_, attachment.id, attachment.ledger, attachment.record, attachment.field,
                   kept ? digest_text(attachment.digest) : Parameter(),
                   kept ? bytes_text(attachment.salt) : Parameter(), attachment.bytes,
                   attachment.media_type, attachment.name, attachment.added_by, attachment.added_at,
                   attachment.added_revision, attachment.removed_by, attachment.removed_at,
                   attachment.erased_at));
}

}  // namespace taizhang::store_postgres
