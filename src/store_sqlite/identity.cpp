// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/identity.hpp"

#include "base/text.hpp"

namespace taizhang::store_sqlite {

using store::AccessToken;
using store::Account;
using store::RoleAssignment;
using store::SignInSession;
using store::Throttle;

namespace {

const std::string kAccounts =
    "SELECT account_id, name, title, password, must_change_password, disabled, second_step, "
    "second_step_confirmed, second_step_last, created_at, password_set_at, signed_in_at "
    "FROM account WHERE office_id = ?";
const std::string kSessions =
    "SELECT session_id, account_id, digest, created_at, seen_at, expires_at, address, agent "
    "FROM sign_in_session WHERE office_id = ?";
const std::string kTokens =
    "SELECT token_id, account_id, digest, title, permissions, created_at, expires_at, used_at "
    "FROM access_token WHERE office_id = ?";

Instant instant(const SQLite::Column& column) {
    return Instant{column.getInt64()};
}

Account read_account(SQLite::Statement& row, const store::Sealer& sealer) {
    Account account;
    account.id = AccountId{row.getColumn(0).getInt64()};
    account.name = row.getColumn(1).getString();
    account.title = row.getColumn(2).getString();
    account.password = row.getColumn(3).getString();
    account.must_change_password = row.getColumn(4).getInt() != 0;
    account.disabled = row.getColumn(5).getInt() != 0;
    account.second_step = row.getColumn(6).getString();
    sealer.open_second_step(account);
    account.second_step_confirmed = row.getColumn(7).getInt() != 0;
    account.second_step_last = row.getColumn(8).getInt64();
    account.created_at = instant(row.getColumn(9));
    account.password_set_at = instant(row.getColumn(10));
    account.signed_in_at = instant(row.getColumn(11));
    return account;
}

SignInSession read_session(SQLite::Statement& row) {
    return {SessionId{row.getColumn(0).getInt64()},
            AccountId{row.getColumn(1).getInt64()},
            read_digest(row.getColumn(2)),
            instant(row.getColumn(3)),
            instant(row.getColumn(4)),
            instant(row.getColumn(5)),
            row.getColumn(6).getString(),
            row.getColumn(7).getString()};
}

AccessToken read_token(SQLite::Statement& row) {
    return {TokenId{row.getColumn(0).getInt64()},
            AccountId{row.getColumn(1).getInt64()},
            read_digest(row.getColumn(2)),
            row.getColumn(3).getString(),
            split(row.getColumn(4).getString(), ","),
            instant(row.getColumn(5)),
            instant(row.getColumn(6)),
            instant(row.getColumn(7))};
}

template <typename Read>
auto all(SQLite::Statement& row, const Read& read) {
    std::vector<decltype(read(row))> found;
    while (row.executeStep()) {
        found.push_back(read(row));
    }
    row.reset();
    return found;
}

template <typename Read>
auto one(SQLite::Statement& row, const Read& read) {
    std::optional<decltype(read(row))> found;
    if (row.executeStep()) {
        found = read(row);
    }
    row.reset();
    return found;
}

}  // namespace

std::function<Account(SQLite::Statement&)> Identity::account_reader() const {
    return [sealer = sealer()](SQLite::Statement& row) { return read_account(row, sealer); };
}

SQLite::Statement& Identity::statement(const std::string& sql) {
    auto& statement = connection_.statement(sql);
    statement.bind(1, office_.value);
    return statement;
}

std::vector<Account> Identity::accounts() {
    return all(statement(kAccounts + " ORDER BY name"), account_reader());
}

bool Identity::has_accounts() {
    auto& row = statement("SELECT 1 FROM account WHERE office_id = ? LIMIT 1");
    return one(row, [](SQLite::Statement&) { return true; }).has_value();
}

std::optional<Account> Identity::account(AccountId id) {
    auto& row = statement(kAccounts + " AND account_id = ?");
    row.bind(2, id.value);
    return one(row, account_reader());
}

std::optional<Account> Identity::account_named(const std::string& name) {
    auto& row = statement(kAccounts + " AND name = ?");
    row.bind(2, name);
    return one(row, account_reader());
}

std::vector<RoleAssignment> Identity::assignments(AccountId account) {
    auto& row = statement(
        "SELECT role, area_id, unit_id FROM role_assignment "
        "WHERE office_id = ? AND account_id = ? ORDER BY role, area_id, unit_id");
    row.bind(2, account.value);
    return all(row, [](SQLite::Statement& at) {
        return RoleAssignment{at.getColumn(0).getString(), AreaId{at.getColumn(1).getInt64()},
                              UnitId{at.getColumn(2).getInt64()}};
    });
}

std::optional<SignInSession> Identity::session(const Digest& digest) {
    auto& row = statement(kSessions + " AND digest = ?");
    bind_digest(row, 2, digest);
    return one(row, read_session);
}

std::vector<SignInSession> Identity::sessions_of(AccountId account) {
    auto& row = statement(kSessions + " AND account_id = ? ORDER BY session_id DESC");
    row.bind(2, account.value);
    return all(row, read_session);
}

std::optional<AccessToken> Identity::token(const Digest& digest) {
    auto& row = statement(kTokens + " AND digest = ?");
    bind_digest(row, 2, digest);
    return one(row, read_token);
}

std::vector<AccessToken> Identity::tokens_of(AccountId account) {
    auto& row = statement(kTokens + " AND account_id = ? ORDER BY token_id DESC");
    row.bind(2, account.value);
    return all(row, read_token);
}

std::int64_t Identity::recovery_codes_left(AccountId account) {
    auto& row =
        statement("SELECT count(*) FROM recovery_code WHERE office_id = ? AND account_id = ?");
    row.bind(2, account.value);
    return one(row, [](SQLite::Statement& at) { return at.getColumn(0).getInt64(); }).value_or(0);
}

std::optional<Throttle> Identity::throttle(const std::string& key) {
    auto& row = statement(
        "SELECT name, failures, last_at, blocked_until FROM throttle "
        "WHERE office_id = ? AND name = ?");
    row.bind(2, key);
    return one(row, [](SQLite::Statement& at) {
        return Throttle{at.getColumn(0).getString(), at.getColumn(1).getInt64(),
                        instant(at.getColumn(2)), instant(at.getColumn(3))};
    });
}

void Identity::put_account(const Account& account) {
    auto& row = statement(
        "INSERT INTO account (office_id, account_id, name, title, password, "
        "must_change_password, disabled, second_step, second_step_confirmed, second_step_last, "
        "created_at, password_set_at, signed_in_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (office_id, account_id) DO UPDATE SET name = excluded.name, "
        "title = excluded.title, password = excluded.password, "
        "must_change_password = excluded.must_change_password, disabled = excluded.disabled, "
        "second_step = excluded.second_step, "
        "second_step_confirmed = excluded.second_step_confirmed, "
        "second_step_last = excluded.second_step_last, "
        "password_set_at = excluded.password_set_at, signed_in_at = excluded.signed_in_at");
    row.bind(2, account.id.value);
    row.bind(3, account.name);
    row.bind(4, account.title);
    row.bind(5, account.password);
    row.bind(6, account.must_change_password ? 1 : 0);
    row.bind(7, account.disabled ? 1 : 0);
    const auto second_step = sealer().seal_second_step(account.id, account.second_step);
    bind_bytes(row, 8, second_step);
    row.bind(9, account.second_step_confirmed ? 1 : 0);
    row.bind(10, account.second_step_last);
    row.bind(11, account.created_at.milliseconds);
    row.bind(12, account.password_set_at.milliseconds);
    row.bind(13, account.signed_in_at.milliseconds);
    row.exec();
}

void Identity::put_assignments(AccountId account, const std::vector<RoleAssignment>& assignments) {
    auto& clear = statement("DELETE FROM role_assignment WHERE office_id = ? AND account_id = ?");
    clear.bind(2, account.value);
    clear.exec();
    for (const auto& assignment : assignments) {
        auto& row = statement(
            "INSERT INTO role_assignment (office_id, account_id, role, area_id, unit_id) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
        row.bind(2, account.value);
        row.bind(3, assignment.role);
        row.bind(4, assignment.area.value);
        row.bind(5, assignment.unit.value);
        row.exec();
    }
}

void Identity::put_session(const SignInSession& session) {
    auto& row = statement(
        "INSERT INTO sign_in_session (office_id, session_id, account_id, digest, created_at, "
        "seen_at, expires_at, address, agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (office_id, session_id) DO UPDATE SET digest = excluded.digest, "
        "seen_at = excluded.seen_at, address = excluded.address, agent = excluded.agent");
    row.bind(2, session.id.value);
    row.bind(3, session.account.value);
    bind_digest(row, 4, session.digest);
    row.bind(5, session.created_at.milliseconds);
    row.bind(6, session.seen_at.milliseconds);
    row.bind(7, session.expires_at.milliseconds);
    row.bind(8, session.address);
    row.bind(9, session.agent);
    row.exec();
}

void Identity::drop_session(SessionId id) {
    auto& row = statement("DELETE FROM sign_in_session WHERE office_id = ? AND session_id = ?");
    row.bind(2, id.value);
    row.exec();
}

void Identity::drop_sessions_of(AccountId account, SessionId but) {
    auto& row = statement(
        "DELETE FROM sign_in_session WHERE office_id = ? AND account_id = ? AND session_id <> ?");
    row.bind(2, account.value);
    row.bind(3, but.value);
    row.exec();
}

void Identity::drop_sessions_before(Instant expired, Instant idle_since) {
    auto& row = statement(
        "DELETE FROM sign_in_session WHERE office_id = ? AND (expires_at <= ? OR seen_at <= ?)");
    row.bind(2, expired.milliseconds);
    row.bind(3, idle_since.milliseconds);
    row.exec();
}

void Identity::put_token(const AccessToken& token) {
    auto& row = statement(
        "INSERT INTO access_token (office_id, token_id, account_id, digest, title, permissions, "
        "created_at, expires_at, used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (office_id, token_id) DO UPDATE SET used_at = excluded.used_at");
    row.bind(2, token.id.value);
    row.bind(3, token.account.value);
    bind_digest(row, 4, token.digest);
    row.bind(5, token.title);
    row.bind(6, join(token.permissions, ","));
    row.bind(7, token.created_at.milliseconds);
    row.bind(8, token.expires_at.milliseconds);
    row.bind(9, token.used_at.milliseconds);
    row.exec();
}

void Identity::drop_token(TokenId id) {
    auto& row = statement("DELETE FROM access_token WHERE office_id = ? AND token_id = ?");
    row.bind(2, id.value);
    row.exec();
}

void Identity::drop_tokens_of(AccountId account) {
    auto& row = statement("DELETE FROM access_token WHERE office_id = ? AND account_id = ?");
    row.bind(2, account.value);
    row.exec();
}

void Identity::put_recovery_codes(AccountId account, const std::vector<Digest>& digests) {
    auto& clear = statement("DELETE FROM recovery_code WHERE office_id = ? AND account_id = ?");
    clear.bind(2, account.value);
    clear.exec();
    for (const auto& digest : digests) {
        auto& row =
            statement("INSERT INTO recovery_code (office_id, account_id, digest) VALUES (?, ?, ?)");
        row.bind(2, account.value);
        bind_digest(row, 3, digest);
        row.exec();
    }
}

bool Identity::take_recovery_code(AccountId account, const Digest& digest) {
    auto& row = statement(
        "DELETE FROM recovery_code WHERE office_id = ? AND account_id = ? AND digest = ?");
    row.bind(2, account.value);
    bind_digest(row, 3, digest);
    return row.exec() > 0;
}

void Identity::put_throttle(const Throttle& throttle) {
    auto& row = statement(
        "INSERT INTO throttle (office_id, name, failures, last_at, blocked_until) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT (office_id, name) DO UPDATE SET "
        "failures = excluded.failures, last_at = excluded.last_at, "
        "blocked_until = excluded.blocked_until");
    row.bind(2, throttle.key);
    row.bind(3, throttle.failures);
    row.bind(4, throttle.last_at.milliseconds);
    row.bind(5, throttle.blocked_until.milliseconds);
    row.exec();
}

void Identity::drop_throttle(const std::string& key) {
    auto& row = statement("DELETE FROM throttle WHERE office_id = ? AND name = ?");
    row.bind(2, key);
    row.exec();
}

void Identity::drop_throttles_before(Instant last_at) {
    auto& row = statement("DELETE FROM throttle WHERE office_id = ? AND last_at <= ?");
    row.bind(2, last_at.milliseconds);
    row.exec();
}

}  // namespace taizhang::store_sqlite
