-- SPDX-License-Identifier: Apache-2.0
-- Requests that were carried out under a key of their sender's, so that none is carried out twice:
-- digests, and which revision of which record was made, but no value (docs/decisions/0022). And
-- when the last backup was taken.

CREATE TABLE kept_request (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    request_id BYTEA NOT NULL,
    fingerprint BYTEA NOT NULL,
    kept_at BIGINT NOT NULL,
    ledger_id BIGINT NOT NULL,
    record_id BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (office_id, request_id)
);

CREATE INDEX kept_request_by_time ON kept_request (office_id, kept_at);

CREATE TABLE backup_taken (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    taken_at BIGINT NOT NULL,
    file TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (office_id)
);
