// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/kept_requests.hpp"

namespace taizhang::store_postgres {

std::optional<store::KeptRequest> KeptRequests::find(const Digest& id) {
    const Rows rows = connection_.query(
        "SELECT fingerprint, kept_at, ledger_id, record_id, revision FROM kept_request "
        "WHERE office_id = $1 AND request_id = $2",
        Parameters(office_, digest_text(id)));
    if (rows.empty()) {
        return std::nullopt;
    }
    const Row row = rows[0];
    return store::KeptRequest{id,
                              row.digest(0),
                              Instant{row.integer(1)},
                              LedgerId{row.integer(2)},
                              RecordId{row.integer(3)},
                              row.integer(4)};
}

// Where another process is about to commit one of that id, it is waited for.
bool KeptRequests::keep(const store::KeptRequest& request, Instant expired) {
    return connection_
               .query(
                   "INSERT INTO kept_request (office_id, request_id, fingerprint, kept_at, "
                   "ledger_id, record_id, revision) VALUES ($1, $2, $3, $4, $5, $6, $7) "
                   "ON CONFLICT (office_id, request_id) DO UPDATE SET "
                   "fingerprint = excluded.fingerprint, kept_at = excluded.kept_at, "
                   "ledger_id = excluded.ledger_id, record_id = excluded.record_id, "
                   "revision = excluded.revision WHERE kept_request.kept_at <= $8",
                   Parameters(office_, digest_text(request.id), digest_text(request.fingerprint),
                              request.kept_at, request.ledger, request.record, request.revision,
                              expired))
               .affected() > 0;
}

std::int64_t KeptRequests::drop(Instant kept_until, std::size_t requests_max) {
    return connection_
        .query(
            "DELETE FROM kept_request WHERE office_id = $1 AND request_id IN "
            "(SELECT request_id FROM kept_request WHERE office_id = $1 AND kept_at <= $2 "
            "ORDER BY kept_at LIMIT $3)",
            Parameters(office_, kept_until, static_cast<std::int64_t>(requests_max)))
        .affected();
}

std::optional<store::BackupTaken> KeptRequests::last_backup() {
    const Rows rows = connection_.query(
        "SELECT taken_at, file FROM backup_taken WHERE office_id = $1", Parameters(office_));
    return rows.empty()
               ? std::nullopt
               : std::optional(store::BackupTaken{Instant{rows[0].integer(0)}, rows[0].text(1)});
}

void KeptRequests::put_backup(const store::BackupTaken& backup) {
    connection_.query(
        "INSERT INTO backup_taken (office_id, taken_at, file) VALUES ($1, $2, $3) "
        "ON CONFLICT (office_id) DO UPDATE SET taken_at = excluded.taken_at, file = excluded.file",
        Parameters(office_, backup.taken_at, backup.file));
}

}  // namespace taizhang::store_postgres
