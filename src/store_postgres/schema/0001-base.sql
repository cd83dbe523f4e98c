-- SPDX-License-Identifier: Apache-2.0
-- What every office has. Tables of ledgers (ledger_<name>) are made from their definitions.
-- office_id comes first in every key, unique index and foreign key, so that Citus can distribute
-- the tables by it as they are (docs/decisions/0016-postgres.md). Instants are UTC milliseconds.
-- Texts are in the order of their bytes, as in SQLite.

CREATE TABLE office (
    office_id BIGINT NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (office_id)
);

CREATE TABLE definition (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    kind TEXT COLLATE "C" NOT NULL
        CHECK (kind IN ('pack', 'ledger', 'indicator', 'report', 'map', 'columns')),
    name TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    definition_id BIGINT NOT NULL,
    file TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    retired BOOLEAN NOT NULL,
    installed_at BIGINT NOT NULL,
    PRIMARY KEY (office_id, kind, name, version)
);

CREATE TABLE area (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    area_id BIGINT NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
    PRIMARY KEY (office_id, area_id),
    UNIQUE (office_id, code)
);

CREATE TABLE area_version (
    office_id BIGINT NOT NULL,
    area_id BIGINT NOT NULL,
    valid_from DATE NOT NULL,
    abolished_on DATE,
    name TEXT COLLATE "C" NOT NULL,
    parent_id BIGINT,
    person_in_charge TEXT COLLATE "C" NOT NULL,
    boundary TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (office_id, area_id, valid_from),
    FOREIGN KEY (office_id, area_id) REFERENCES area (office_id, area_id),
    FOREIGN KEY (office_id, parent_id) REFERENCES area (office_id, area_id)
);

CREATE TABLE unit (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    unit_id BIGINT NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (office_id, unit_id),
    UNIQUE (office_id, code)
);

CREATE TABLE batch (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    batch_id BIGINT NOT NULL,
    ledger_id BIGINT NOT NULL,
    file TEXT COLLATE "C" NOT NULL,
    file_digest TEXT COLLATE "C" NOT NULL,
    status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 2),
    rows_done BIGINT NOT NULL,
    added BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    same BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    started_at BIGINT NOT NULL,
    PRIMARY KEY (office_id, batch_id)
);

CREATE TABLE zero_report (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    ledger_id BIGINT NOT NULL,
    area_id BIGINT NOT NULL,
    from_date DATE NOT NULL,
    to_date DATE NOT NULL CHECK (to_date >= from_date),
    actor TEXT COLLATE "C" NOT NULL,
    filed_at BIGINT NOT NULL,
    PRIMARY KEY (office_id, ledger_id, area_id, from_date, to_date),
    FOREIGN KEY (office_id, area_id) REFERENCES area (office_id, area_id)
);

-- day 0 is the whole month. Each writing process adds to its own part, so that no writer waits for
-- another one's commit; whoever reads adds the parts up.
CREATE TABLE rollup (
    office_id BIGINT NOT NULL,
    indicator_id BIGINT NOT NULL,
    area_id BIGINT NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL CHECK (day BETWEEN 0 AND 31),
    part INTEGER NOT NULL,
    count BIGINT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (office_id, indicator_id, area_id, month, day, part)
) WITH (fillfactor = 80);

CREATE TABLE audit_event (
    office_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    action BIGINT NOT NULL,
    ledger_id BIGINT NOT NULL,
    record_id BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    batch_id BIGINT NOT NULL,
    diff TEXT COLLATE "C" NOT NULL,
    personal_diff BYTEA,
    personal_digest BYTEA,
    row_digest BYTEA,
    digest BYTEA NOT NULL,
    PRIMARY KEY (office_id, seq)
);

CREATE UNIQUE INDEX audit_event_of_record ON audit_event (office_id, record_id, revision)
    WHERE record_id <> 0;
CREATE INDEX audit_event_of_batch ON audit_event (office_id, batch_id, seq) WHERE batch_id <> 0;

CREATE TABLE audit_seal (
    office_id BIGINT NOT NULL,
    seal_id BIGINT NOT NULL,
    first_seq BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    root BYTEA NOT NULL,
    prior BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    sealed_at BIGINT NOT NULL,
    PRIMARY KEY (office_id, seal_id)
);

-- The rows below are written outside of the writers' transactions, so they refer to nothing.

-- The last number given out for an event, and numbers whose events are not committed yet: a writer
-- deletes its block in the transaction that inserts the events.
CREATE TABLE audit_head (
    office_id BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    PRIMARY KEY (office_id)
);

CREATE TABLE audit_block (
    office_id BIGINT NOT NULL,
    first_seq BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    PRIMARY KEY (office_id, first_seq)
);

-- The end of the chain of seals.
CREATE TABLE seal_head (
    office_id BIGINT NOT NULL,
    last_seal_id BIGINT NOT NULL,
    last_seal_digest BYTEA NOT NULL,
    last_seq BIGINT NOT NULL,
    PRIMARY KEY (office_id)
);

CREATE TABLE id_head (
    office_id BIGINT NOT NULL,
    last_id BIGINT NOT NULL,
    PRIMARY KEY (office_id)
);

CREATE TABLE counter (
    office_id BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (office_id, name)
);

-- Rows to lock: definitions (held by every writer, changed by few), bulk, search.
CREATE TABLE work_lock (
    office_id BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (office_id, name)
);

CREATE TABLE search_head (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    format INTEGER NOT NULL,
    last_seq BIGINT NOT NULL,
    PRIMARY KEY (office_id)
);

CREATE TABLE search_ledger (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    ledger_id BIGINT NOT NULL,
    wording BIGINT NOT NULL,
    built_to BIGINT NOT NULL,
    PRIMARY KEY (office_id, ledger_id)
);

-- Tokens of open texts have weight A, those of personal texts B.
CREATE TABLE search_document (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    record_id BIGINT NOT NULL,
    ledger_id BIGINT NOT NULL,
    area_id BIGINT NOT NULL,
    happened_on DATE NOT NULL,
    open_text TEXT COLLATE "C" NOT NULL,
    personal_text TEXT COLLATE "C" NOT NULL,
    tokens TSVECTOR NOT NULL,
    PRIMARY KEY (office_id, record_id)
);

CREATE INDEX search_document_tokens ON search_document USING gin (tokens);
