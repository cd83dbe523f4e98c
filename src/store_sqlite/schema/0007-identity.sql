-- SPDX-License-Identifier: Apache-2.0
-- Accounts, what they hold, and what they sign in with. Of sessions, tokens and recovery codes only
-- the digest is here; passwords as argon2id writes them.

CREATE TABLE account (
    office_id INTEGER NOT NULL REFERENCES office,
    account_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    password TEXT NOT NULL,
    must_change_password INTEGER NOT NULL,
    disabled INTEGER NOT NULL,
    second_step BLOB,
    second_step_confirmed INTEGER NOT NULL,
    second_step_last INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    password_set_at INTEGER NOT NULL,
    signed_in_at INTEGER NOT NULL,
    PRIMARY KEY (office_id, account_id),
    UNIQUE (office_id, name)
) WITHOUT ROWID;

-- area_id 0: the whole office; unit_id 0: any. So they are no foreign keys.
CREATE TABLE role_assignment (
    office_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    role TEXT NOT NULL,
    area_id INTEGER NOT NULL,
    unit_id INTEGER NOT NULL,
    PRIMARY KEY (office_id, account_id, role, area_id, unit_id),
    FOREIGN KEY (office_id, account_id) REFERENCES account
) WITHOUT ROWID;

CREATE TABLE sign_in_session (
    office_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    digest BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL,
    PRIMARY KEY (office_id, session_id),
    UNIQUE (office_id, digest),
    FOREIGN KEY (office_id, account_id) REFERENCES account
) WITHOUT ROWID;

CREATE INDEX sign_in_session_of_account ON sign_in_session (office_id, account_id);

CREATE TABLE access_token (
    office_id INTEGER NOT NULL,
    token_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    digest BLOB NOT NULL,
    title TEXT NOT NULL,
    permissions TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    PRIMARY KEY (office_id, token_id),
    UNIQUE (office_id, digest),
    FOREIGN KEY (office_id, account_id) REFERENCES account
) WITHOUT ROWID;

CREATE INDEX access_token_of_account ON access_token (office_id, account_id);

CREATE TABLE recovery_code (
    office_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (office_id, account_id, digest),
    FOREIGN KEY (office_id, account_id) REFERENCES account
) WITHOUT ROWID;

CREATE TABLE throttle (
    office_id INTEGER NOT NULL REFERENCES office,
    name TEXT NOT NULL,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    PRIMARY KEY (office_id, name)
) WITHOUT ROWID;

-- Roles are definitions too.
CREATE TABLE definition_next (
    office_id INTEGER NOT NULL REFERENCES office,
    kind TEXT NOT NULL
        CHECK (kind IN ('pack', 'ledger', 'indicator', 'report', 'map', 'columns', 'role')),
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    definition_id INTEGER NOT NULL,
    file TEXT NOT NULL,
    body TEXT NOT NULL,
    retired INTEGER NOT NULL DEFAULT 0,
    installed_at INTEGER NOT NULL,
    PRIMARY KEY (office_id, kind, name, version)
) WITHOUT ROWID;

INSERT INTO definition_next SELECT * FROM definition;
DROP TABLE definition;
ALTER TABLE definition_next RENAME TO definition;
