-- SPDX-License-Identifier: Apache-2.0
-- Who signs in by a provider of identities: its issuer and its own name for a person lead to one
-- account, which an administrator has said.

CREATE TABLE provider_link (
    office_id INTEGER NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (office_id, issuer, subject),
    FOREIGN KEY (office_id, account_id) REFERENCES account
) WITHOUT ROWID;

CREATE INDEX provider_link_of_account ON provider_link (office_id, account_id);
