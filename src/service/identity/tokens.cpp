// SPDX-License-Identifier: Apache-2.0
#include "service/identity/tokens.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>

#include "base/calendar.hpp"
#include "base/clock.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "service/identity/identity_events.hpp"
#include "service/identity/password.hpp"

namespace taizhang::service {

using store::AuditAction;

namespace {

tl::unexpected<Error> refuse(std::string place, std::string value, std::string message,
                             std::string expected) {
    return fail_at(ErrorCode::InvalidInput,
                   SourcePlace{"", "", 0, std::move(place), std::move(value), std::move(expected)},
                   std::move(message), "token cannot be so");
}

Result<void> check_owner(const Session& session, const std::string& account) {
    if (session.principal.name == account) {
        return {};
    }
    TZ_TRY(access::authorize(session.principal, access::Permission::ManageAccounts));
    return {};
}

Result<void> check(const NewToken& token) {
    if (token.title.empty() || character_count(token.title) > limits::kTokenTitleCharactersMax) {
        return refuse("/title", token.title, "要写明给什么程序用",
                      fmt::format("不超过 {} 字", limits::kTokenTitleCharactersMax));
    }
    if (token.days < 1 || token.days > limits::kTokenDaysMax) {
        return refuse("/days", std::to_string(token.days), "有效期不合适",
                      fmt::format("1 到 {} 天", limits::kTokenDaysMax));
    }
    std::vector<std::string> names;
    for (const auto permission : model::all_permissions()) {
        names.emplace_back(permission_name(permission));
    }
    for (const auto& name : token.permissions) {
        if (!model::permission_named(name)) {
            return refuse("/permissions", name, fmt::format("没有“{}”这种权限", name),
                          join(names, "、"));
        }
    }
    return token.permissions.empty()
               ? Result<void>(refuse("/permissions", "", "要写明能做什么", join(names, "、")))
               : Result<void>();
}

Result<store::Account> owner(store::ReadTx& tx, const std::string& name) {
    auto account = tx.identity().account_named(name);
    if (!account) {
        return fail(ErrorCode::NotFound, fmt::format("没有账号“{}”", name), "no such account");
    }
    return std::move(*account);
}

}  // namespace

Result<IssuedToken> create_token(const Session& session, const NewToken& wanted) {
    TZ_TRY(check_owner(session, wanted.account));
    TZ_TRY(check(wanted));
    IssuedToken issued{{}, random_secret(), {}};
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        const auto account = TZ_TRY(owner(tx, wanted.account));
        if (tx.identity().tokens_of(account.id).size() >= limits::kTokensPerAccountMax) {
            return fail(
                ErrorCode::LimitExceeded,
                fmt::format("一个账号最多 {} 个令牌，先撤销不用的", limits::kTokensPerAccountMax),
                "too many tokens");
        }
        store::AccessToken token;
        token.id = TokenId{tx.new_id()};
        token.account = account.id;
        token.digest = secret_digest(issued.secret);
        token.title = wanted.title;
        token.permissions = wanted.permissions;
        token.created_at = tx.now();
        token.expires_at = after(tx.now(), wanted.days * kDaySeconds);
        tx.identity_writer().put_token(token);
        boost::json::array permissions;
        for (const auto& name : wanted.permissions) {
            permissions.emplace_back(name);
        }
        append_identity_event(tx, session.principal.name, AuditAction::TokenCreated,
                              {{"account", account.name},
                               {"token", std::to_string(token.id.value)},
                               {"title", token.title},
                               {"permissions", std::move(permissions)}});
        issued.id = token.id;
        issued.expires_at = token.expires_at;
        return {};
    }));
    return issued;
}

Result<std::vector<store::AccessToken>> list_tokens(const Session& session,
                                                    const std::string& account) {
    TZ_TRY(check_owner(session, account));
    std::vector<store::AccessToken> tokens;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        tokens = tx.identity().tokens_of(TZ_TRY(owner(tx, account)).id);
        return {};
    }));
    return tokens;
}

Result<void> revoke_token(const Session& session, const std::string& account, TokenId id) {
    TZ_TRY(check_owner(session, account));
    return session.store.write([&](store::WriteTx& tx) -> Result<void> {
        for (const auto& token : tx.identity().tokens_of(TZ_TRY(owner(tx, account)).id)) {
            if (token.id == id) {
                tx.identity_writer().drop_token(id);
                append_identity_event(tx, session.principal.name, AuditAction::TokenRevoked,
                                      {{"account", account}, {"token", std::to_string(id.value)}});
                return {};
            }
        }
        return fail(ErrorCode::NotFound, "没有这个令牌", "no such token of this account");
    });
}

}  // namespace taizhang::service
