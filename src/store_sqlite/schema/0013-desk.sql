-- SPDX-License-Identifier: Apache-2.0
-- What lies on a clerk's desk: views of lists, own and shared, and forms half filled
-- (docs/decisions/0026). An account of 0 is the operator of the machine, so there is no foreign key.

CREATE TABLE saved_view (
    office_id INTEGER NOT NULL REFERENCES office,
    view_id INTEGER NOT NULL,
    ledger_id INTEGER NOT NULL,
    owner_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    audience TEXT NOT NULL,
    opens_first INTEGER NOT NULL,
    body TEXT NOT NULL,
    revision INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (office_id, view_id)
) WITHOUT ROWID;

CREATE INDEX saved_view_of_ledger ON saved_view (office_id, ledger_id);
CREATE INDEX saved_view_of_owner ON saved_view (office_id, owner_id);

CREATE TABLE draft (
    office_id INTEGER NOT NULL REFERENCES office,
    account_id INTEGER NOT NULL,
    ledger_id INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    body BLOB NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (office_id, account_id, ledger_id, record_id)
) WITHOUT ROWID;

CREATE INDEX draft_by_time ON draft (office_id, saved_at);
CREATE INDEX draft_of_record ON draft (office_id, record_id);
