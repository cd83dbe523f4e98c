// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "store/identity.hpp"
#include "store/sealer.hpp"
#include "store_sqlite/connection.hpp"

namespace taizhang::store_sqlite {

class Identity : public store::IdentityReader, public store::IdentityWriter {
  public:
    Identity(Connection& connection, OfficeId office) : connection_(connection), office_(office) {}

    std::vector<store::Account> accounts() override;
    bool has_accounts() override;
    std::optional<store::Account> account(AccountId id) override;
    std::optional<store::Account> account_named(const std::string& name) override;
    std::vector<store::RoleAssignment> assignments(AccountId account) override;
    std::optional<store::SignInSession> session(const Digest& digest) override;
    std::vector<store::SignInSession> sessions_of(AccountId account) override;
    std::optional<store::AccessToken> token(const Digest& digest) override;
    std::vector<store::AccessToken> tokens_of(AccountId account) override;
    std::int64_t recovery_codes_left(AccountId account) override;
    std::optional<store::Throttle> throttle(const std::string& key) override;
    std::optional<store::ProviderLink> provider_link(const std::string& issuer,
                                                     const std::string& subject) override;
    std::vector<store::ProviderLink> provider_links_of(AccountId account) override;

    void put_account(const store::Account& account) override;
    void put_assignments(AccountId account,
                         const std::vector<store::RoleAssignment>& assignments) override;
    void put_session(const store::SignInSession& session) override;
    void drop_session(SessionId id) override;
    void drop_sessions_of(AccountId account, SessionId but) override;
    void drop_sessions_before(Instant expired, Instant idle_since) override;
    void put_token(const store::AccessToken& token) override;
    void drop_token(TokenId id) override;
    void drop_tokens_of(AccountId account) override;
    void put_recovery_codes(AccountId account, const std::vector<Digest>& digests) override;
    bool take_recovery_code(AccountId account, const Digest& digest) override;
    void put_throttle(const store::Throttle& throttle) override;
    void drop_throttle(const std::string& key) override;
    void drop_throttles_before(Instant last_at) override;
    void put_provider_link(const store::ProviderLink& link) override;
    bool drop_provider_link(const std::string& issuer, const std::string& subject) override;

  private:
    store::Sealer sealer() const { return {connection_.keys(), office_}; }
    std::function<store::Account(SQLite::Statement&)> account_reader() const;
    // With the office bound as its first parameter.
    SQLite::Statement& statement(const std::string& sql);

    Connection& connection_;
    OfficeId office_;
};

}  // namespace taizhang::store_sqlite
