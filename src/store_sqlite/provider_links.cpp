// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/identity.hpp"

namespace taizhang::store_sqlite {

using store::ProviderLink;

namespace {

const std::string kLinks =
    "SELECT issuer, subject, account_id, created_at FROM provider_link WHERE office_id = ?";

std::vector<ProviderLink> read_links(SQLite::Statement& row) {
    std::vector<ProviderLink> links;
    while (row.executeStep()) {
        links.push_back({row.getColumn(0).getString(), row.getColumn(1).getString(),
                         AccountId{row.getColumn(2).getInt64()},
                         Instant{row.getColumn(3).getInt64()}});
    }
    row.reset();
    return links;
}

}  // namespace

std::optional<ProviderLink> Identity::provider_link(const std::string& issuer,
                                                    const std::string& subject) {
    auto& row = statement(kLinks + " AND issuer = ? AND subject = ?");
    row.bind(2, issuer);
    row.bind(3, subject);
    const auto links = read_links(row);
    return links.empty() ? std::nullopt : std::optional(links.front());
}

std::vector<ProviderLink> Identity::provider_links_of(AccountId account) {
    auto& row = statement(kLinks + " AND account_id = ? ORDER BY issuer, subject");
    row.bind(2, account.value);
    return read_links(row);
}

void Identity::put_provider_link(const ProviderLink& link) {
    auto& row = statement(
        "INSERT INTO provider_link (office_id, issuer, subject, account_id, created_at) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT (office_id, issuer, subject) DO UPDATE SET "
        "account_id = excluded.account_id, created_at = excluded.created_at");
    row.bind(2, link.issuer);
    row.bind(3, link.subject);
    row.bind(4, link.account.value);
    row.bind(5, link.created_at.milliseconds);
    row.exec();
}

bool Identity::drop_provider_link(const std::string& issuer, const std::string& subject) {
    auto& row =
        statement("DELETE FROM provider_link WHERE office_id = ? AND issuer = ? AND subject = ?");
    row.bind(2, issuer);
    row.bind(3, subject);
    return row.exec() > 0;
}

}  // namespace taizhang::store_sqlite
