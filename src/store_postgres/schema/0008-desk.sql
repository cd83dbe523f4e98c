-- SPDX-License-Identifier: Apache-2.0
-- What lies on a clerk's desk: views of lists, own and shared, and forms half filled
-- (docs/decisions/0026). An account of 0 is the operator of the machine, so there is no foreign key.

CREATE TABLE saved_view (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    view_id BIGINT NOT NULL,
    ledger_id BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    audience TEXT COLLATE "C" NOT NULL,
    opens_first BOOLEAN NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (office_id, view_id)
);

CREATE INDEX saved_view_of_ledger ON saved_view (office_id, ledger_id);
CREATE INDEX saved_view_of_owner ON saved_view (office_id, owner_id);

CREATE TABLE draft (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    account_id BIGINT NOT NULL,
    ledger_id BIGINT NOT NULL,
    record_id BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    body BYTEA NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (office_id, account_id, ledger_id, record_id)
);

CREATE INDEX draft_by_time ON draft (office_id, saved_at);
CREATE INDEX draft_of_record ON draft (office_id, record_id);
