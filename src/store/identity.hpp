// SPDX-License-Identifier: Apache-2.0
// The port to accounts and what they sign in with. Secrets are kept as digests or password hashes,
// but for that of the second step, which the office needs to compute the same number: it is sealed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "base/ids.hpp"

namespace taizhang::store {

struct Account {
    AccountId id;
    std::string name;      // to sign in with, unique
    std::string title;     // the person's
    std::string password;  // as argon2id writes it; empty: nobody can sign in by password
    bool must_change_password = true;
    bool disabled = false;
    std::string second_step;  // bytes of the TOTP secret; empty: none
    bool damaged = false;     // it could not be opened, and is one that nobody knows
    bool second_step_confirmed = false;
    std::int64_t second_step_last = 0;  // the time step used last; no number counts twice
    Instant created_at;
    Instant password_set_at;
    Instant signed_in_at;  // 0: never

    bool operator==(const Account&) const = default;
};

struct RoleAssignment {
    std::string role;
    AreaId area;  // 0: the whole office
    UnitId unit;  // 0: any

    bool operator==(const RoleAssignment&) const = default;
};

struct SignInSession {
    SessionId id;
    AccountId account;
    Digest digest{};  // SHA-256 of what the browser shows
    Instant created_at;
    Instant seen_at;
    Instant expires_at;  // whatever happens
    std::string address;
    std::string agent;  // what the browser calls itself

    bool operator==(const SignInSession&) const = default;
};

struct AccessToken {
    TokenId id;
    AccountId account;
    Digest digest{};
    std::string title;
    std::vector<std::string> permissions;  // no more than these of the account's own
    Instant created_at;
    Instant expires_at;
    Instant used_at;  // 0: never

    bool operator==(const AccessToken&) const = default;
};

// Whom a provider of identities knows, and which account that is here.
struct ProviderLink {
    std::string issuer;   // https://…
    std::string subject;  // the provider's name for him, for ever
    AccountId account;
    Instant created_at;

    bool operator==(const ProviderLink&) const = default;
};

// Failed sign-ins of an account or an address.
struct Throttle {
    std::string key;  // account/wang.fang, address/10.0.0.7
    std::int64_t failures = 0;
    Instant last_at;
    Instant blocked_until;

    bool operator==(const Throttle&) const = default;
};

class IdentityReader {
  public:
    virtual ~IdentityReader() = default;

    virtual std::vector<Account> accounts() = 0;  // by name
    virtual bool has_accounts() = 0;
    virtual std::optional<Account> account(AccountId id) = 0;
    virtual std::optional<Account> account_named(const std::string& name) = 0;
    virtual std::vector<RoleAssignment> assignments(AccountId account) = 0;
    virtual std::optional<SignInSession> session(const Digest& digest) = 0;
    virtual std::vector<SignInSession> sessions_of(AccountId account) = 0;  // newest first
    virtual std::optional<AccessToken> token(const Digest& digest) = 0;
    virtual std::vector<AccessToken> tokens_of(AccountId account) = 0;  // newest first
    virtual std::int64_t recovery_codes_left(AccountId account) = 0;
    virtual std::optional<Throttle> throttle(const std::string& key) = 0;
    virtual std::optional<ProviderLink> provider_link(const std::string& issuer,
                                                      const std::string& subject) = 0;
    virtual std::vector<ProviderLink> provider_links_of(
        AccountId account) = 0;  // by issuer, subject
};

// Within a write transaction; nothing here appends an audit event.
class IdentityWriter {
  public:
    virtual ~IdentityWriter() = default;

    // In place of the one with its id. Names are unique; the caller has looked.
    virtual void put_account(const Account& account) = 0;
    virtual void put_assignments(AccountId account,
                                 const std::vector<RoleAssignment>& assignments) = 0;
    virtual void put_session(const SignInSession& session) = 0;
    virtual void drop_session(SessionId id) = 0;
    // All but one, which may be none.
    virtual void drop_sessions_of(AccountId account, SessionId but) = 0;
    virtual void drop_sessions_before(Instant expired, Instant idle_since) = 0;
    virtual void put_token(const AccessToken& token) = 0;
    virtual void drop_token(TokenId id) = 0;
    virtual void drop_tokens_of(AccountId account) = 0;
    virtual void put_recovery_codes(AccountId account, const std::vector<Digest>& digests) = 0;
    // False: it is none of them. A code counts once.
    virtual bool take_recovery_code(AccountId account, const Digest& digest) = 0;
    virtual void put_throttle(const Throttle& throttle) = 0;
    virtual void drop_throttle(const std::string& key) = 0;
    virtual void drop_throttles_before(Instant last_at) = 0;
    // In place of the one with its issuer and subject.
    virtual void put_provider_link(const ProviderLink& link) = 0;
    // False: there is none.
    virtual bool drop_provider_link(const std::string& issuer, const std::string& subject) = 0;
};

}  // namespace taizhang::store
