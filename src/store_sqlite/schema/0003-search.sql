-- SPDX-License-Identifier: Apache-2.0
-- The full-text index over all ledgers: derived data, made and followed up by the program
-- (docs/decisions/0008-search.md). One file is one office, so a rowid of search_index is the id of
-- a record; PostgreSQL will have a column of type tsvector in search_document instead.

CREATE TABLE search_head (
    office_id INTEGER NOT NULL PRIMARY KEY REFERENCES office,
    format INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    -- 1 from the erasure of personal text until nothing of it is left in search_index.
    leftovers INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE search_ledger (
    office_id INTEGER NOT NULL REFERENCES office,
    ledger_id INTEGER NOT NULL,
    wording INTEGER NOT NULL,
    built_to INTEGER NOT NULL,
    PRIMARY KEY (office_id, ledger_id)
) WITHOUT ROWID;

-- What search_index holds of a record: to take its tokens out again, they must be known.
CREATE TABLE search_document (
    office_id INTEGER NOT NULL REFERENCES office,
    record_id INTEGER NOT NULL,
    ledger_id INTEGER NOT NULL,
    area_id INTEGER NOT NULL,
    happened_on TEXT NOT NULL,
    open_text TEXT NOT NULL,
    personal_text TEXT NOT NULL,
    PRIMARY KEY (office_id, record_id)
) WITHOUT ROWID;

-- Of numbers, the first four digits are kept ready: 2020 begins one in every record.
CREATE VIRTUAL TABLE search_index USING fts5 (
    open_text, personal_text, facets,
    content = '', columnsize = 0, prefix = '4', tokenize = "ascii tokenchars '_'"
);

-- Bytes gathered before a segment is written: one commit of the builder is one segment.
INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 67108864);
