-- SPDX-License-Identifier: Apache-2.0
-- Accounts, what they hold, and what they sign in with. Of sessions, tokens and recovery codes only
-- the digest is here; passwords as argon2id writes them.

CREATE TABLE account (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    account_id BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    password TEXT COLLATE "C" NOT NULL,
    must_change_password BOOLEAN NOT NULL,
    disabled BOOLEAN NOT NULL,
    second_step BYTEA,
    second_step_confirmed BOOLEAN NOT NULL,
    second_step_last BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    password_set_at BIGINT NOT NULL,
    signed_in_at BIGINT NOT NULL,
    PRIMARY KEY (office_id, account_id),
    UNIQUE (office_id, name)
);

-- area_id 0: the whole office; unit_id 0: any. So they are no foreign keys.
CREATE TABLE role_assignment (
    office_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    area_id BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    PRIMARY KEY (office_id, account_id, role, area_id, unit_id),
    FOREIGN KEY (office_id, account_id) REFERENCES account (office_id, account_id)
);

CREATE TABLE sign_in_session (
    office_id BIGINT NOT NULL,
    session_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    agent TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (office_id, session_id),
    UNIQUE (office_id, digest),
    FOREIGN KEY (office_id, account_id) REFERENCES account (office_id, account_id)
);

CREATE INDEX sign_in_session_of_account ON sign_in_session (office_id, account_id);

CREATE TABLE access_token (
    office_id BIGINT NOT NULL,
    token_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    permissions TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (office_id, token_id),
    UNIQUE (office_id, digest),
    FOREIGN KEY (office_id, account_id) REFERENCES account (office_id, account_id)
);

CREATE INDEX access_token_of_account ON access_token (office_id, account_id);

CREATE TABLE recovery_code (
    office_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    PRIMARY KEY (office_id, account_id, digest),
    FOREIGN KEY (office_id, account_id) REFERENCES account (office_id, account_id)
);

CREATE TABLE throttle (
    office_id BIGINT NOT NULL REFERENCES office (office_id),
    name TEXT COLLATE "C" NOT NULL,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    PRIMARY KEY (office_id, name)
);

-- Roles are definitions too.
ALTER TABLE definition DROP CONSTRAINT definition_kind_check;
ALTER TABLE definition ADD CONSTRAINT definition_kind_check
    CHECK (kind IN ('pack', 'ledger', 'indicator', 'report', 'map', 'columns', 'role'));
