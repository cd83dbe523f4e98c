// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/identity.hpp"

#include "base/text.hpp"

namespace taizhang::store_postgres {

using store::AccessToken;
using store::Account;
using store::RoleAssignment;
using store::SignInSession;
using store::Throttle;

namespace {

const std::string kAccounts =
    "SELECT account_id, name, title, password, must_change_password, disabled, second_step, "
    "second_step_confirmed, second_step_last, created_at, password_set_at, signed_in_at "
    "FROM account WHERE office_id = $1";
const std::string kSessions =
    "SELECT session_id, account_id, digest, created_at, seen_at, expires_at, address, agent "
    "FROM sign_in_session WHERE office_id = $1";
const std::string kTokens =
    "SELECT token_id, account_id, digest, title, permissions, created_at, expires_at, used_at "
    "FROM access_token WHERE office_id = $1";

Instant instant(const Row& row, int column) {
    return Instant{row.integer(column)};
}

Account read_account(const Row& row, const store::Sealer& sealer) {
    Account account;
    account.id = AccountId{row.integer(0)};
    account.name = row.text(1);
    account.title = row.text(2);
    account.password = row.text(3);
    account.must_change_password = row.truth(4);
    account.disabled = row.truth(5);
    account.second_step = row.text(6);
    sealer.open_second_step(account);
    account.second_step_confirmed = row.truth(7);
    account.second_step_last = row.integer(8);
    account.created_at = instant(row, 9);
    account.password_set_at = instant(row, 10);
    account.signed_in_at = instant(row, 11);
    return account;
}

SignInSession read_session(const Row& row) {
    return {SessionId{row.integer(0)}, AccountId{row.integer(1)}, row.digest(2), instant(row, 3),
            instant(row, 4),           instant(row, 5),           row.text(6),   row.text(7)};
}

AccessToken read_token(const Row& row) {
    return {TokenId{row.integer(0)}, AccountId{row.integer(1)}, row.digest(2),   row.text(3),
            split(row.text(4), ","), instant(row, 5),           instant(row, 6), instant(row, 7)};
}

template <typename Read>
auto all(const Rows& rows, const Read& read) {
    std::vector<decltype(read(rows[0]))> found;
    for (int i = 0; i < rows.size(); ++i) {
        found.push_back(read(rows[i]));
    }
    return found;
}

template <typename Read>
auto one(const Rows& rows, const Read& read) {
    return rows.empty() ? std::nullopt : std::optional(read(rows[0]));
}

}  // namespace

std::function<Account(const Row&)> Identity::account_reader() const {
    return [sealer = sealer()](const Row& row) { return read_account(row, sealer); };
}

std::vector<Account> Identity::accounts() {
    return all(connection_.query(kAccounts + " ORDER BY name", Parameters(office_)),
               account_reader());
}

bool Identity::has_accounts() {
    return !connection_
                .query("SELECT 1 FROM account WHERE office_id = $1 LIMIT 1", Parameters(office_))
                .empty();
}

std::optional<Account> Identity::account(AccountId id) {
    return one(connection_.query(kAccounts + " AND account_id = $2", Parameters(office_, id)),
               account_reader());
}

std::optional<Account> Identity::account_named(const std::string& name) {
    return one(connection_.query(kAccounts + " AND name = $2", Parameters(office_, name)),
               account_reader());
}

std::vector<RoleAssignment> Identity::assignments(AccountId account) {
    const Rows rows = connection_.query(
        "SELECT role, area_id, unit_id FROM role_assignment "
        "WHERE office_id = $1 AND account_id = $2 ORDER BY role, area_id, unit_id",
        Parameters(office_, account));
    return all(rows, [](const Row& row) {
        return RoleAssignment{row.text(0), AreaId{row.integer(1)}, UnitId{row.integer(2)}};
    });
}

std::optional<SignInSession> Identity::session(const Digest& digest) {
    return one(
        connection_.query(kSessions + " AND digest = $2", Parameters(office_, digest_text(digest))),
        read_session);
}

std::vector<SignInSession> Identity::sessions_of(AccountId account) {
    return all(connection_.query(kSessions + " AND account_id = $2 ORDER BY session_id DESC",
                                 Parameters(office_, account)),
               read_session);
}

std::optional<AccessToken> Identity::token(const Digest& digest) {
    return one(
        connection_.query(kTokens + " AND digest = $2", Parameters(office_, digest_text(digest))),
        read_token);
}

std::vector<AccessToken> Identity::tokens_of(AccountId account) {
    return all(connection_.query(kTokens + " AND account_id = $2 ORDER BY token_id DESC",
                                 Parameters(office_, account)),
               read_token);
}

std::int64_t Identity::recovery_codes_left(AccountId account) {
    return connection_
        .query("SELECT count(*) FROM recovery_code WHERE office_id = $1 AND account_id = $2",
               Parameters(office_, account))[0]
        .integer(0);
}

std::optional<Throttle> Identity::throttle(const std::string& key) {
    const Rows rows = connection_.query(
        "SELECT name, failures, last_at, blocked_until FROM throttle "
        "WHERE office_id = $1 AND name = $2",
        Parameters(office_, key));
    return one(rows, [](const Row& row) {
        return Throttle{row.text(0), row.integer(1), instant(row, 2), instant(row, 3)};
    });
}

void Identity::put_account(const Account& account) {
    connection_.query(
        "INSERT INTO account (office_id, account_id, name, title, password, "
        "must_change_password, disabled, second_step, second_step_confirmed, second_step_last, "
        "created_at, password_set_at, signed_in_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) "
        "ON CONFLICT (office_id, account_id) DO UPDATE SET name = excluded.name, "
        "title = excluded.title, password = excluded.password, "
        "must_change_password = excluded.must_change_password, disabled = excluded.disabled, "
        "second_step = excluded.second_step, "
        "second_step_confirmed = excluded.second_step_confirmed, "
        "second_step_last = excluded.second_step_last, "
        "password_set_at = excluded.password_set_at, signed_in_at = excluded.signed_in_at",
        Parameters(office_, account.id, account.name, account.title, account.password,
                   account.must_change_password, account.disabled,
                   bytes_text(sealer().seal_second_step(account.id, account.second_step)),
                   account.second_step_confirmed, account.second_step_last, account.created_at,
                   account.password_set_at, account.signed_in_at));
}

void Identity::put_assignments(AccountId account, const std::vector<RoleAssignment>& assignments) {
    connection_.query("DELETE FROM role_assignment WHERE office_id = $1 AND account_id = $2",
                      Parameters(office_, account));
    for (const auto& assignment : assignments) {
        connection_.query(
            "INSERT INTO role_assignment (office_id, account_id, role, area_id, unit_id) "
            "VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            Parameters(office_, account, assignment.role, assignment.area, assignment.unit));
    }
}

void Identity::put_session(const SignInSession& session) {
    connection_.query(
        "INSERT INTO sign_in_session (office_id, session_id, account_id, digest, created_at, "
        "seen_at, expires_at, address, agent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
        "ON CONFLICT (office_id, session_id) DO UPDATE SET digest = excluded.digest, "
        "seen_at = excluded.seen_at, address = excluded.address, agent = excluded.agent",
        Parameters(office_, session.id, session.account, digest_text(session.digest),
                   session.created_at, session.seen_at, session.expires_at, session.address,
                   session.agent));
}

void Identity::drop_session(SessionId id) {
    connection_.query("DELETE FROM sign_in_session WHERE office_id = $1 AND session_id = $2",
                      Parameters(office_, id));
}

void Identity::drop_sessions_of(AccountId account, SessionId but) {
    connection_.query(
        "DELETE FROM sign_in_session WHERE office_id = $1 AND account_id = $2 "
        "AND session_id <> $3",
        Parameters(office_, account, but));
}

void Identity::drop_sessions_before(Instant expired, Instant idle_since) {
    connection_.query(
        "DELETE FROM sign_in_session WHERE office_id = $1 AND (expires_at <= $2 OR seen_at <= $3)",
        Parameters(office_, expired, idle_since));
}

void Identity::put_token(const AccessToken& token) {
    connection_.query(
        "INSERT INTO access_token (office_id, token_id, account_id, digest, title, permissions, "
        "created_at, expires_at, used_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
        "ON CONFLICT (office_id, token_id) DO UPDATE SET used_at = excluded.used_at",
        Parameters(office_, token.id, token.account, digest_text(token.digest), token.title,
                   join(token.permissions, ","), token.created_at, token.expires_at,
                   token.used_at));
}

void Identity::drop_token(TokenId id) {
    connection_.query("DELETE FROM access_token WHERE office_id = $1 AND token_id = $2",
                      Parameters(office_, id));
}

void Identity::drop_tokens_of(AccountId account) {
    connection_.query("DELETE FROM access_token WHERE office_id = $1 AND account_id = $2",
                      Parameters(office_, account));
}

void Identity::put_recovery_codes(AccountId account, const std::vector<Digest>& digests) {
    connection_.query("DELETE FROM recovery_code WHERE office_id = $1 AND account_id = $2",
                      Parameters(office_, account));
    for (const auto& digest : digests) {
        connection_.query(
            "INSERT INTO recovery_code (office_id, account_id, digest) VALUES ($1, $2, $3)",
            Parameters(office_, account, digest_text(digest)));
    }
}

bool Identity::take_recovery_code(AccountId account, const Digest& digest) {
    return connection_
               .query(
                   "DELETE FROM recovery_code WHERE office_id = $1 AND account_id = $2 "
                   "AND digest = $3",
                   Parameters(office_, account, digest_text(digest)))
               .affected() > 0;
}

void Identity::put_throttle(const Throttle& throttle) {
    connection_.query(
        "INSERT INTO throttle (office_id, name, failures, last_at, blocked_until) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (office_id, name) DO UPDATE SET "
        "failures = excluded.failures, last_at = excluded.last_at, "
        "blocked_until = excluded.blocked_until",
        Parameters(office_, throttle.key, throttle.failures, throttle.last_at,
                   throttle.blocked_until));
}

void Identity::drop_throttle(const std::string& key) {
    connection_.query("DELETE FROM throttle WHERE office_id = $1 AND name = $2",
                      Parameters(office_, key));
}

void Identity::drop_throttles_before(Instant last_at) {
    connection_.query("DELETE FROM throttle WHERE office_id = $1 AND last_at <= $2",
                      Parameters(office_, last_at));
}

}  // namespace taizhang::store_postgres
