-- SPDX-License-Identifier: Apache-2.0
-- Files of records. Their bytes lie in a folder under their digest (docs/decisions/0024); digest,
-- salt and name go when the bytes are erased, the row stays.

CREATE TABLE attachment (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    attachment_id BIGINT NOT NULL,
    ledger_id BIGINT NOT NULL,
    record_id BIGINT NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    digest BYTEA,
    salt BYTEA,
    size_bytes BIGINT NOT NULL,
    media_type TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    added_by TEXT COLLATE "C" NOT NULL,
    added_at BIGINT NOT NULL,
    added_revision BIGINT NOT NULL,
    removed_by TEXT COLLATE "C" NOT NULL,
    removed_at BIGINT NOT NULL,
    erased_at BIGINT NOT NULL,
    PRIMARY KEY (office_id, attachment_id)
);

CREATE INDEX attachment_of_record ON attachment (office_id, record_id, attachment_id);
CREATE INDEX attachment_by_digest ON attachment (office_id, digest);
