// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/kept_requests.hpp"

namespace taizhang::store_sqlite {

std::optional<store::KeptRequest> KeptRequests::find(const Digest& id) {
    auto& row = connection_.statement(
        "SELECT fingerprint, kept_at, ledger_id, record_id, revision FROM kept_request "
        "WHERE office_id = ? AND request_id = ?");
    row.bind(1, office_.value);
    bind_digest(row, 2, id);
    std::optional<store::KeptRequest> found;
    if (row.executeStep()) {
        found = {id,
                 read_digest(row.getColumn(0)),
                 Instant{row.getColumn(1).getInt64()},
                 LedgerId{row.getColumn(2).getInt64()},
                 RecordId{row.getColumn(3).getInt64()},
                 row.getColumn(4).getInt64()};
    }
    row.reset();
    return found;
}

bool KeptRequests::keep(const store::KeptRequest& request, Instant expired) {
    auto& row = connection_.statement(
        "INSERT INTO kept_request (office_id, request_id, fingerprint, kept_at, ledger_id, "
        "record_id, revision) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (office_id, request_id) DO UPDATE SET fingerprint = excluded.fingerprint, "
        "kept_at = excluded.kept_at, ledger_id = excluded.ledger_id, "
        "record_id = excluded.record_id, revision = excluded.revision "
        "WHERE kept_request.kept_at <= ?");
    row.bind(1, office_.value);
    bind_digest(row, 2, request.id);
    bind_digest(row, 3, request.fingerprint);
    row.bind(4, request.kept_at.milliseconds);
    row.bind(5, request.ledger.value);
    row.bind(6, request.record.value);
    row.bind(7, request.revision);
    row.bind(8, expired.milliseconds);
    const bool kept = row.exec() > 0;
    row.reset();
    return kept;
}

std::int64_t KeptRequests::drop(Instant kept_until, std::size_t requests_max) {
    auto& row = connection_.statement(
        "DELETE FROM kept_request WHERE office_id = ?1 AND request_id IN "
        "(SELECT request_id FROM kept_request WHERE office_id = ?1 AND kept_at <= ?2 "
        "ORDER BY kept_at LIMIT ?3)");
    row.bind(1, office_.value);
    row.bind(2, kept_until.milliseconds);
    row.bind(3, static_cast<std::int64_t>(requests_max));
    const std::int64_t dropped = row.exec();
    row.reset();
    return dropped;
}

std::optional<store::BackupTaken> KeptRequests::last_backup() {
    auto& row =
        connection_.statement("SELECT taken_at, file FROM backup_taken WHERE office_id = ?");
    row.bind(1, office_.value);
    std::optional<store::BackupTaken> found;
    if (row.executeStep()) {
        found = {Instant{row.getColumn(0).getInt64()}, row.getColumn(1).getString()};
    }
    row.reset();
    return found;
}

void KeptRequests::put_backup(const store::BackupTaken& backup) {
    auto& row = connection_.statement(
        "INSERT INTO backup_taken (office_id, taken_at, file) VALUES (?, ?, ?) "
        "ON CONFLICT (office_id) DO UPDATE SET taken_at = excluded.taken_at, file = excluded.file");
    row.bind(1, office_.value);
    row.bind(2, backup.taken_at.milliseconds);
    row.bind(3, backup.file);
    row.exec();
    row.reset();
}

}  // namespace taizhang::store_sqlite
