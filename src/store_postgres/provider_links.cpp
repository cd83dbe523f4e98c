// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/identity.hpp"

namespace taizhang::store_postgres {

using store::ProviderLink;

namespace {

const std::string kLinks =
    "SELECT issuer, subject, account_id, created_at FROM provider_link WHERE office_id = $1";

ProviderLink read_link(const Row& row) {
    return {row.text(0), row.text(1), AccountId{row.integer(2)}, Instant{row.integer(3)}};
}

}  // namespace

std::optional<ProviderLink> Identity::provider_link(const std::string& issuer,
                                                    const std::string& subject) {
    const Rows rows = connection_.query(kLinks + " AND issuer = $2 AND subject = $3",
                                        Parameters(office_, issuer, subject));
    return rows.empty() ? std::nullopt : std::optional(read_link(rows[0]));
}

std::vector<ProviderLink> Identity::provider_links_of(AccountId account) {
    const Rows rows = connection_.query(kLinks + " AND account_id = $2 ORDER BY issuer, subject",
                                        Parameters(office_, account));
    std::vector<ProviderLink> links;
    for (int i = 0; i < rows.size(); ++i) {
        links.push_back(read_link(rows[i]));
    }
    return links;
}

void Identity::put_provider_link(const ProviderLink& link) {
    connection_.query(
        "INSERT INTO provider_link (office_id, issuer, subject, account_id, created_at) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (office_id, issuer, subject) DO UPDATE SET "
        "account_id = excluded.account_id, created_at = excluded.created_at",
        Parameters(office_, link.issuer, link.subject, link.account, link.created_at));
}

bool Identity::drop_provider_link(const std::string& issuer, const std::string& subject) {
    return connection_
               .query(
                   "DELETE FROM provider_link WHERE office_id = $1 AND issuer = $2 "
                   "AND subject = $3",
                   Parameters(office_, issuer, subject))
               .affected() > 0;
}

}  // namespace taizhang::store_postgres
