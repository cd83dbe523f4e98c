-- SPDX-License-Identifier: Apache-2.0
-- A roll-up row is a month with its days inside: a tenth of the rows, so a commit touches few
-- pages. An import's events are found by their range, and a row of an import by its day.

CREATE TABLE rollup_month (
    office_id INTEGER NOT NULL,
    indicator_id INTEGER NOT NULL,
    area_id INTEGER NOT NULL,
    month INTEGER NOT NULL,
    count INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    days TEXT NOT NULL,
    PRIMARY KEY (office_id, indicator_id, area_id, month)
) WITHOUT ROWID;

INSERT INTO rollup_month
SELECT m.office_id, m.indicator_id, m.area_id, m.bucket, m.count, m.sum,
    coalesce((SELECT group_concat(day, ' ') FROM (
        SELECT (d.bucket % 100) || ':' || d.count || ':' || d.sum AS day FROM rollup d
        WHERE d.office_id = m.office_id AND d.indicator_id = m.indicator_id
            AND d.area_id = m.area_id AND d.bucket BETWEEN m.bucket * 100 + 1 AND m.bucket * 100 + 31
            AND (d.count <> 0 OR d.sum <> 0)
        ORDER BY d.bucket)), '')
FROM rollup m WHERE m.bucket < 1000000;

DROP TABLE rollup;
ALTER TABLE rollup_month RENAME TO rollup;

-- Until first_seq is known an import's events may be anywhere.
ALTER TABLE batch ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN last_seq INTEGER NOT NULL DEFAULT 9223372036854775807;
DROP INDEX audit_event_of_batch;

-- each ledger: DROP INDEX IF EXISTS {ledger}_by_date
-- each ledger: CREATE INDEX {ledger}_by_day ON {ledger} (office_id, happened_on, match_key, area_id)
