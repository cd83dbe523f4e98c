-- SPDX-License-Identifier: Apache-2.0
-- What grows by the million is appended to. The indexes by day and by match key become tables that
-- are filled in order of the key, many entries at once (docs/decisions/0012-bulk-loads.md). One file
-- is one office, so these keys do without office_id.

-- Behind after_id some records of the ledger have no entry yet in match_… and day_….
CREATE TABLE index_gap (
    ledger_id INTEGER NOT NULL PRIMARY KEY,
    ledger TEXT NOT NULL,
    after_id INTEGER NOT NULL
);

CREATE TABLE audit_event_next (
    office_id INTEGER NOT NULL,
    seq INTEGER NOT NULL PRIMARY KEY,
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
    digest BLOB NOT NULL
);

INSERT INTO audit_event_next SELECT * FROM audit_event ORDER BY seq;
DROP TABLE audit_event;
ALTER TABLE audit_event_next RENAME TO audit_event;
CREATE UNIQUE INDEX audit_event_of_record ON audit_event (record_id, revision)
    WHERE record_id <> 0;

-- each ledger: DROP INDEX IF EXISTS {ledger}_by_day
-- each ledger: DROP INDEX IF EXISTS {ledger}_by_number
-- each ledger: DROP INDEX IF EXISTS {ledger}_by_key
-- each ledger: CREATE UNIQUE INDEX {ledger}_by_number ON {ledger} (number)
-- each ledger: CREATE TABLE match_{ledger} (match_key INTEGER NOT NULL, record_id INTEGER NOT NULL, PRIMARY KEY (match_key, record_id)) WITHOUT ROWID
-- each ledger: INSERT INTO match_{ledger} SELECT match_key, id FROM {ledger} ORDER BY match_key
-- each ledger: CREATE TABLE day_{ledger} (happened_on TEXT NOT NULL, area_id INTEGER NOT NULL, record_id INTEGER NOT NULL, PRIMARY KEY (happened_on, area_id, record_id)) WITHOUT ROWID
-- each ledger: INSERT INTO day_{ledger} SELECT happened_on, area_id, id FROM {ledger} ORDER BY happened_on, area_id
