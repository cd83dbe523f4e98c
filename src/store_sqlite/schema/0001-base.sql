-- SPDX-License-Identifier: Apache-2.0
-- What every office has. Tables of ledgers (ledger_<name>) are made from their definitions.
-- Every key begins with office_id. Instants are UTC milliseconds, dates civil in Asia/Shanghai.

CREATE TABLE office (
    office_id INTEGER NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    name TEXT NOT NULL
);

CREATE TABLE definition (
    office_id INTEGER NOT NULL REFERENCES office,
    kind TEXT NOT NULL CHECK (kind IN ('pack', 'ledger', 'indicator', 'report')),
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    definition_id INTEGER NOT NULL,
    file TEXT NOT NULL,
    body TEXT NOT NULL,
    retired INTEGER NOT NULL DEFAULT 0,
    installed_at INTEGER NOT NULL,
    PRIMARY KEY (office_id, kind, name, version)
) WITHOUT ROWID;

CREATE TABLE area (
    office_id INTEGER NOT NULL REFERENCES office,
    area_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
    PRIMARY KEY (office_id, area_id),
    UNIQUE (office_id, code)
) WITHOUT ROWID;

CREATE TABLE area_version (
    office_id INTEGER NOT NULL,
    area_id INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    abolished_on TEXT,
    name TEXT NOT NULL,
    parent_id INTEGER,
    person_in_charge TEXT NOT NULL,
    boundary TEXT NOT NULL,
    PRIMARY KEY (office_id, area_id, valid_from),
    FOREIGN KEY (office_id, area_id) REFERENCES area,
    FOREIGN KEY (office_id, parent_id) REFERENCES area
) WITHOUT ROWID;

CREATE TABLE unit (
    office_id INTEGER NOT NULL REFERENCES office,
    unit_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (office_id, unit_id),
    UNIQUE (office_id, code)
) WITHOUT ROWID;

CREATE TABLE batch (
    office_id INTEGER NOT NULL REFERENCES office,
    batch_id INTEGER NOT NULL,
    ledger_id INTEGER NOT NULL,
    file TEXT NOT NULL,
    file_digest TEXT NOT NULL,
    status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 2),
    rows_done INTEGER NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    same INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    actor TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    PRIMARY KEY (office_id, batch_id)
) WITHOUT ROWID;

CREATE TABLE zero_report (
    office_id INTEGER NOT NULL REFERENCES office,
    ledger_id INTEGER NOT NULL,
    area_id INTEGER NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT NOT NULL CHECK (to_date >= from_date),
    actor TEXT NOT NULL,
    filed_at INTEGER NOT NULL,
    PRIMARY KEY (office_id, ledger_id, area_id, from_date, to_date),
    FOREIGN KEY (office_id, area_id) REFERENCES area
) WITHOUT ROWID;

CREATE TABLE counter (
    office_id INTEGER NOT NULL REFERENCES office,
    name TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (office_id, name)
) WITHOUT ROWID;

CREATE TABLE rollup (
    office_id INTEGER NOT NULL,
    indicator_id INTEGER NOT NULL,
    area_id INTEGER NOT NULL,
    bucket INTEGER NOT NULL,
    count INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (office_id, indicator_id, area_id, bucket)
) WITHOUT ROWID;

CREATE TABLE audit_event (
    office_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action INTEGER NOT NULL,
    ledger_id INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    batch_id INTEGER NOT NULL,
    diff TEXT NOT NULL,
    personal_diff BLOB,
    personal_digest BLOB,
    row_digest BLOB,
    digest BLOB NOT NULL,
    PRIMARY KEY (office_id, seq)
) WITHOUT ROWID;

CREATE UNIQUE INDEX audit_event_of_record ON audit_event (office_id, record_id, revision)
    WHERE record_id <> 0;
CREATE INDEX audit_event_of_batch ON audit_event (office_id, batch_id) WHERE batch_id <> 0;

CREATE TABLE audit_seal (
    office_id INTEGER NOT NULL,
    seal_id INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    root BLOB NOT NULL,
    prior BLOB NOT NULL,
    digest BLOB NOT NULL,
    sealed_at INTEGER NOT NULL,
    PRIMARY KEY (office_id, seal_id)
) WITHOUT ROWID;

-- The end of the chain and the last id given out: what a writer must know to go on.
CREATE TABLE audit_head (
    office_id INTEGER NOT NULL PRIMARY KEY,
    last_seq INTEGER NOT NULL,
    last_seal_id INTEGER NOT NULL,
    last_seal_digest BLOB NOT NULL,
    last_id INTEGER NOT NULL
);
