// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "service/identity/identity_events.hpp"
#include "service/identity/password.hpp"
#include "service/identity/second_step.hpp"
#include "service/identity/sign_in.hpp"
#include "service/identity/throttle.hpp"

namespace taizhang::service {

using store::Account;
using store::AuditAction;

namespace {

constexpr std::size_t kRecoveryCodeCharacters = 12;

tl::unexpected<Error> not_in_person() {
    return fail(ErrorCode::Forbidden, "这件事要本人登录后做，不能用令牌", "not by a session");
}

Result<Account> account_of(store::ReadTx& tx, const Caller& caller) {
    auto account = tx.identity().account(caller.account);
    if (!account) {
        return fail(ErrorCode::NotFound, "没有这个账号", "no such account");
    }
    return std::move(*account);
}

// Guessing here is as slow as guessing at the door.
Result<Account> with_password(const Session& session, const Caller& caller,
                              const std::string& password) {
    if (!caller.in_person()) {
        return not_in_person();
    }
    auto account = TZ_TRY(own_account(session, caller));
    if (const auto wait = TZ_TRY(seconds_until_password(session, account.name)); wait > 0) {
        return fail(ErrorCode::Busy, fmt::format("密码错得太多，请过 {} 秒再试", wait),
                    "too many failures");
    }
    if (matches_password(account.password, password)) {
        return account;
    }
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        note_failure(tx, account.name, "");
        append_identity_event(tx, account.name, AuditAction::SignInFailed,
                              {{"account", account.name}, {"why", "password"}});
        return {};
    }));
    return fail(ErrorCode::Forbidden, "原来的密码不对", "wrong password");
}

}  // namespace

Result<std::int64_t> seconds_until_password(const Session& session, const std::string& account) {
    std::int64_t wait = 0;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        wait = seconds_blocked(tx, account, "", system_now());
        return {};
    }));
    return wait;
}

Result<Account> own_account(const Session& session, const Caller& caller) {
    Account account;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        account = TZ_TRY(account_of(tx, caller));
        return {};
    }));
    return account;
}

Result<std::string> change_password(const Session& session, const Caller& caller,
                                    const std::string& before, const std::string& wanted) {
    const auto known = TZ_TRY(with_password(session, caller, before));
    TZ_TRY(check_password(wanted, known.name));
    if (before == wanted) {
        return fail_at(ErrorCode::InvalidInput, SourcePlace{"", "", 0, "/password", "", ""},
                       "新密码和原来的一样", "same password");
    }
    const std::string hash = hash_password(wanted);
    const std::string secret = random_secret();
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        auto account = TZ_TRY(account_of(tx, caller));
        if (account.password != known.password) {
            return fail(ErrorCode::Conflict, "密码刚被改过，请重新登录", "changed meanwhile");
        }
        account.password = hash;
        account.must_change_password = false;
        account.password_set_at = tx.now();
        tx.identity_writer().put_account(account);
        tx.identity_writer().drop_sessions_of(account.id, caller.session);
        for (auto& own : tx.identity().sessions_of(account.id)) {
            own.digest = secret_digest(secret);
            tx.identity_writer().put_session(own);
        }
        append_identity_event(tx, account.name, AuditAction::PasswordChanged, {});
        return {};
    }));
    return secret;
}

Result<std::vector<store::SignInSession>> own_sessions(const Session& session,
                                                       const Caller& caller) {
    std::vector<store::SignInSession> sessions;
    const Instant now = system_now();
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        sessions = tx.identity().sessions_of(caller.account);
        return {};
    }));
    std::erase_if(sessions, [&](const auto& one) {
        return one.expires_at <= now || after(one.seen_at, limits::kSessionIdleSecondsMax) <= now;
    });
    return sessions;
}

Result<void> end_session(const Session& session, const Caller& caller, SessionId id) {
    return session.store.write([&](store::WriteTx& tx) -> Result<void> {
        for (const auto& own : tx.identity().sessions_of(caller.account)) {
            if (own.id == id) {
                tx.identity_writer().drop_session(id);
                append_identity_event(tx, caller.principal.name, AuditAction::SessionRevoked,
                                      {{"session", std::to_string(id.value)}});
                return {};
            }
        }
        return fail(ErrorCode::NotFound, "没有这个登录", "no such session of this account");
    });
}

Result<OfferedSecondStep> offer_second_step(const Session& session, const Caller& caller) {
    if (!caller.in_person()) {
        return not_in_person();
    }
    const std::string secret = new_second_step();
    std::string office;
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        auto account = TZ_TRY(account_of(tx, caller));
        if (account.second_step_confirmed) {
            return fail(ErrorCode::Conflict, "已经开了两步验证，要换先停用", "already confirmed");
        }
        account.second_step = secret;
        account.second_step_last = 0;
        tx.identity_writer().put_account(account);
        office = tx.office()->name;
        return {};
    }));
    return OfferedSecondStep{to_base32(secret),
                             second_step_uri(secret, caller.principal.name, office)};
}

Result<std::vector<std::string>> confirm_second_step(const Session& session, const Caller& caller,
                                                     const std::string& code) {
    if (!caller.in_person()) {
        return not_in_person();
    }
    std::vector<std::string> codes;
    std::vector<Digest> digests;
    while (codes.size() < limits::kRecoveryCodes) {
        codes.push_back(random_password().substr(0, kRecoveryCodeCharacters));
        digests.push_back(secret_digest(codes.back()));
    }
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        auto account = TZ_TRY(account_of(tx, caller));
        const auto step =
            account.second_step.empty() || account.second_step_confirmed
                ? std::nullopt
                : accepted_step(account.second_step, code, tx.now(), account.second_step_last);
        if (!step) {
            return fail_at(ErrorCode::InvalidInput,
                           SourcePlace{"", "", 0, "/code", "", "手机上现在显示的六位数字"},
                           "验证码不对", "wrong code");
        }
        account.second_step_confirmed = true;
        account.second_step_last = *step;
        tx.identity_writer().put_account(account);
        tx.identity_writer().put_recovery_codes(account.id, digests);
        append_identity_event(tx, account.name, AuditAction::SecondStepChanged, {{"on", true}});
        return {};
    }));
    return codes;
}

Result<void> drop_second_step(const Session& session, const Caller& caller,
                              const std::string& password) {
    TZ_TRY(with_password(session, caller, password));
    return session.store.write([&](store::WriteTx& tx) -> Result<void> {
        auto account = TZ_TRY(account_of(tx, caller));
        account.second_step.clear();
        account.second_step_confirmed = false;
        tx.identity_writer().put_account(account);
        tx.identity_writer().put_recovery_codes(account.id, {});
        append_identity_event(tx, account.name, AuditAction::SecondStepChanged, {{"on", false}});
        return {};
    });
}

}  // namespace taizhang::service
