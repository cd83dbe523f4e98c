// SPDX-License-Identifier: Apache-2.0
#include "service/identity/provider_links.hpp"
#include "service/identity/find_account.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "service/identity/identity_events.hpp"

namespace taizhang::service {

using store::AuditAction;

namespace {

tl::unexpected<Error> refuse_link(ErrorCode code, std::string place, std::string value,
                                  std::string message, std::string expected) {
    return fail_at(code,
                   SourcePlace{"", "", 0, std::move(place), std::move(value), std::move(expected)},
                   std::move(message), "link cannot be so");
}

bool is_printable(const std::string& text, std::size_t characters_max) {
    return !text.empty() && text.size() <= characters_max &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7f'; });
}

Result<void> check(const std::string& issuer, const std::string& subject) {
    if (!is_printable(issuer, limits::kOidcIssuerCharactersMax) ||
        (!issuer.starts_with("https://") && !issuer.starts_with("http://"))) {
        return refuse_link(ErrorCode::InvalidInput, "--issuer", issuer, "登录服务器的地址不对",
                           "https://登录服务器，与 serve --oidc-issuer 一字不差");
    }
    if (!is_printable(subject, limits::kOidcSubjectCharactersMax)) {
        return refuse_link(
            ErrorCode::InvalidInput, "--subject", subject, "登录服务器上的编号不对",
            fmt::format("ID 令牌里的 sub，不超过 {} 个字符", limits::kOidcSubjectCharactersMax));
    }
    return {};
}

Result<void> check_free(store::ReadTx& tx, const store::Account& account, const std::string& issuer,
                        const std::string& subject) {
    if (const auto taken = tx.identity().provider_link(issuer, subject)) {
        const auto holder = tx.identity().account(taken->account);
        return refuse_link(ErrorCode::Conflict, "--subject", subject,
                           fmt::format("已经是账号“{}”的了", holder ? holder->name : ""),
                           "先用 taizhang user unlink 解除");
    }
    if (tx.identity().provider_links_of(account.id).size() >= limits::kOidcLinksPerAccountMax) {
        return refuse_link(ErrorCode::LimitExceeded, "", account.name,
                           fmt::format("一个账号最多关联 {} 个", limits::kOidcLinksPerAccountMax),
                           "");
    }
    return {};
}

Result<access::Grant> managing(const Session& session, const std::string& name) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::ManageAccounts));
    if (grant.actor() == name) {
        return fail(ErrorCode::Conflict, "不能改自己的登录方式，请另一位管理员来做",
                    "an account manager may not link himself");
    }
    return grant;
}

// Whatever it could be entered by before is closed.
void end_other_ways(store::WriteTx& tx, store::Account account) {
    account.password.clear();
    account.must_change_password = false;
    account.password_set_at = tx.now();
    account.second_step.clear();
    account.second_step_confirmed = false;
    tx.identity_writer().put_account(account);
    tx.identity_writer().put_recovery_codes(account.id, {});
    tx.identity_writer().drop_sessions_of(account.id, SessionId{});
    tx.identity_writer().drop_throttle("account/" + account.name);
}

}  // namespace

Result<void> link_account(const Session& session, const std::string& name,
                          const std::string& issuer, const std::string& subject) {
    const auto grant = TZ_TRY(managing(session, name));
    TZ_TRY(check(issuer, subject));
    return session.store.write([&](store::WriteTx& tx) -> Result<void> {
        const auto account = TZ_TRY(find_account(tx, name));
        TZ_TRY(check_free(tx, account, issuer, subject));
        end_other_ways(tx, account);
        tx.identity_writer().put_provider_link({issuer, subject, account.id, tx.now()});
        append_identity_event(
            tx, grant.actor(), AuditAction::AccountChanged,
            {{"account", name}, {"linked", true}, {"issuer", issuer}, {"subject", subject}});
        return {};
    });
}

Result<void> unlink_account(const Session& session, const std::string& name,
                            const std::string& issuer, const std::string& subject) {
    const auto grant = TZ_TRY(managing(session, name));
    return session.store.write([&](store::WriteTx& tx) -> Result<void> {
        const auto account = TZ_TRY(find_account(tx, name));
        const auto link = tx.identity().provider_link(issuer, subject);
        if (!link || link->account != account.id) {
            return refuse_link(ErrorCode::NotFound, "--subject", subject, "这个账号没有这样的关联",
                               "taizhang user links 列出的");
        }
        tx.identity_writer().drop_provider_link(issuer, subject);
        tx.identity_writer().drop_sessions_of(account.id, SessionId{});
        append_identity_event(
            tx, grant.actor(), AuditAction::AccountChanged,
            {{"account", name}, {"linked", false}, {"issuer", issuer}, {"subject", subject}});
        return {};
    });
}

Result<std::vector<store::ProviderLink>> list_links(const Session& session,
                                                    const std::string& name) {
    TZ_TRY(access::authorize(session.principal, access::Permission::ManageAccounts));
    std::vector<store::ProviderLink> links;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        links = tx.identity().provider_links_of(TZ_TRY(find_account(tx, name)).id);
        return {};
    }));
    return links;
}

}  // namespace taizhang::service
