-- SPDX-License-Identifier: Apache-2.0
-- Long work that somebody asked for: imports, exports, reports, undoing. Here is who asked, how far
-- it is and what came of it; files lie in the folder that `place` and `folder` name, and no value
-- out of them is here (docs/decisions/0025).

CREATE TABLE job (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    job_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    state BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    token_id BIGINT NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    request TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    folder TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    kept_until BIGINT NOT NULL,
    runner TEXT COLLATE "C" NOT NULL,
    lease_until BIGINT NOT NULL,
    cancel_wanted BIGINT NOT NULL,
    rows_done BIGINT NOT NULL,
    share_millionths BIGINT NOT NULL,
    batch_id BIGINT NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    error_code BIGINT NOT NULL,
    result_name TEXT COLLATE "C" NOT NULL,
    result_bytes BIGINT NOT NULL,
    reach BYTEA NOT NULL,
    PRIMARY KEY (office_id, job_id)
);

CREATE INDEX job_by_state ON job (office_id, state, job_id);
CREATE INDEX job_of_account ON job (office_id, account_id, job_id);
