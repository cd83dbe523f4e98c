-- SPDX-License-Identifier: Apache-2.0
-- Who signs in by a provider of identities: its issuer and its own name for a person lead to one
-- account, which an administrator has said.

CREATE TABLE provider_link (
    office_id BIGINT NOT NULL,
    issuer TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    account_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (office_id, issuer, subject),
    FOREIGN KEY (office_id, account_id) REFERENCES account (office_id, account_id)
);

CREATE INDEX provider_link_of_account ON provider_link (office_id, account_id);
