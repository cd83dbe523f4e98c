-- SPDX-License-Identifier: Apache-2.0
-- Requests that were carried out under a key of their sender's, so that none is carried out twice:
-- digests, and which revision of which record was made, but no value (docs/decisions/0022). And
-- when the last backup was taken.

CREATE TABLE kept_request (
    office_id INTEGER NOT NULL REFERENCES office,
    request_id BLOB NOT NULL,
    fingerprint BLOB NOT NULL,
    kept_at INTEGER NOT NULL,
    ledger_id INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (office_id, request_id)
) WITHOUT ROWID;

CREATE INDEX kept_request_by_time ON kept_request (office_id, kept_at);

CREATE TABLE backup_taken (
    office_id INTEGER NOT NULL PRIMARY KEY REFERENCES office,
    taken_at INTEGER NOT NULL,
    file TEXT NOT NULL
);
