-- SPDX-License-Identifier: Apache-2.0
-- Long work that somebody asked for: imports, exports, reports, undoing. Here is who asked, how far
-- it is and what came of it; files lie in the folder that `place` and `folder` name, and no value
-- out of them is here (docs/decisions/0025).

CREATE TABLE job (
    office_id INTEGER NOT NULL REFERENCES office,
    job_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    state INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    token_id INTEGER NOT NULL,
    actor TEXT NOT NULL,
    subject TEXT NOT NULL,
    request TEXT NOT NULL,
    place TEXT NOT NULL,
    folder TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    kept_until INTEGER NOT NULL,
    runner TEXT NOT NULL,
    lease_until INTEGER NOT NULL,
    cancel_wanted INTEGER NOT NULL,
    rows_done INTEGER NOT NULL,
    share_millionths INTEGER NOT NULL,
    batch_id INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    error_code INTEGER NOT NULL,
    result_name TEXT NOT NULL,
    result_bytes INTEGER NOT NULL,
    reach BLOB NOT NULL,
    PRIMARY KEY (office_id, job_id)
) WITHOUT ROWID;

CREATE INDEX job_by_state ON job (office_id, state, job_id);
CREATE INDEX job_of_account ON job (office_id, account_id, job_id);
