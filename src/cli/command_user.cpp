// SPDX-License-Identifier: Apache-2.0
// Accounts and tokens, by whoever runs the program on the office's own machine.
#include <fmt/format.h>

#include <charconv>
#include <memory>

#include "base/text.hpp"
#include "cli/context.hpp"
#include "service/identity/accounts.hpp"
#include "service/identity/provider_links.hpp"
#include "service/identity/tokens.hpp"

namespace taizhang::cli {
namespace {

struct UserOptions {
    std::string data, name, title, id, issuer, subject;
    std::vector<std::string> roles, permissions;
    std::int64_t days = 90;
};

using UserWork = std::function<Result<int>(const service::Session&, const UserOptions&)>;

// ROLE[@AREA][/UNIT]
service::RoleRequest role_of(const std::string& text) {
    service::RoleRequest request;
    const auto unit = text.rfind('/');
    std::string rest = text.substr(0, unit);
    request.unit = unit == std::string::npos ? "" : text.substr(unit + 1);
    const auto area = rest.find('@');
    request.area = area == std::string::npos ? "" : rest.substr(area + 1);
    request.role = rest.substr(0, area);
    return request;
}

std::vector<service::RoleRequest> roles_of(const std::vector<std::string>& texts) {
    std::vector<service::RoleRequest> roles;
    for (const auto& text : texts) {
        roles.push_back(role_of(text));
    }
    return roles;
}

std::string role_text(const service::RoleRow& role) {
    return role.role + (role.area.empty() ? "" : "@" + role.area) +
           (role.unit.empty() ? "" : "/" + role.unit);
}

Result<int> add_account(const service::Session& session, const UserOptions& options) {
    const auto issued = TZ_TRY(service::create_account(
        session, {options.name, options.title.empty() ? options.name : options.title,
                  roles_of(options.roles)}));
    say("账号已建，第一次登录时要改密码。下面的密码只显示这一次");
    print(issued.password + "\n");
    return kDone;
}

Result<int> list_users(const service::Session& session, const UserOptions&) {
    for (const auto& row : TZ_TRY(service::list_accounts(session))) {
        std::vector<std::string> roles;
        for (const auto& role : row.roles) {
            roles.push_back(role_text(role));
        }
        const auto& account = row.account;
        print(fmt::format("{}\t{}\t{}\t{}\t{}\n", account.name, account.title,
                          account.disabled               ? "停用"
                          : account.must_change_password ? "未改密码"
                                                         : "在用",
                          account.signed_in_at.milliseconds == 0
                              ? "从未登录"
                              : format_instant(account.signed_in_at),
                          join(roles, " ")));
    }
    return kDone;
}

Result<int> reset(const service::Session& session, const UserOptions& options) {
    const auto issued = TZ_TRY(service::reset_password(session, options.name));
    say("密码已重设，登录和令牌都已失效，下次登录时要改密码。下面的密码只显示这一次");
    print(issued.password + "\n");
    return kDone;
}

UserWork able(bool disabled) {
    return [disabled](const service::Session& session, const UserOptions& options) -> Result<int> {
        TZ_TRY(service::set_disabled(session, options.name, disabled));
        say(disabled ? "账号已停用" : "账号已启用");
        return kDone;
    };
}

Result<int> change_roles(const service::Session& session, const UserOptions& options) {
    TZ_TRY(service::set_roles(session, options.name, roles_of(options.roles)));
    say("角色已改");
    return kDone;
}

Result<int> link(const service::Session& session, const UserOptions& options) {
    TZ_TRY(service::link_account(session, options.name, options.issuer, options.subject));
    say("已关联，从现在起只从统一登录进来，原来的密码和登录都已失效；要再给密码用 user password");
    return kDone;
}

Result<int> unlink(const service::Session& session, const UserOptions& options) {
    TZ_TRY(service::unlink_account(session, options.name, options.issuer, options.subject));
    say("关联已解除，登录都已结束；要用密码登录，先 user password");
    return kDone;
}

Result<int> links(const service::Session& session, const UserOptions& options) {
    for (const auto& one : TZ_TRY(service::list_links(session, options.name))) {
        print(fmt::format("{}\t{}\t{}\n", one.issuer, one.subject, format_instant(one.created_at)));
    }
    return kDone;
}

Result<int> make_token(const service::Session& session, const UserOptions& options) {
    const auto issued = TZ_TRY(service::create_token(
        session, {options.name, options.title, options.permissions, options.days}));
    say(fmt::format("令牌 {} 有效期到 {}。下面的令牌只显示这一次", issued.id.value,
                    format_instant(issued.expires_at)));
    print(issued.secret + "\n");
    return kDone;
}

Result<int> tokens(const service::Session& session, const UserOptions& options) {
    for (const auto& token : TZ_TRY(service::list_tokens(session, options.name))) {
        print(fmt::format("{}\t{}\t{}\t{}\n", token.id.value, token.title,
                          format_instant(token.expires_at), join(token.permissions, ",")));
    }
    return kDone;
}

Result<int> revoke(const service::Session& session, const UserOptions& options) {
    std::int64_t id = 0;
    std::from_chars(options.id.data(), options.id.data() + options.id.size(), id);
    TZ_TRY(service::revoke_token(session, options.name, TokenId{id}));
    say("令牌已撤销");
    return kDone;
}

CLI::App* command(Context& context, CLI::App* group, const std::string& name,
                  const std::string& description, const std::shared_ptr<UserOptions>& options,
                  UserWork work) {
    auto* made =
        context.add_to(group, name, description, [&context, options, work = std::move(work)] {
            return context.with_store(options->data, [&](const service::Session& session) {
                return work(session, *options);
            });
        });
    Context::add_data(made, options->data);
    return made;
}

void add_name(CLI::App* command, const std::shared_ptr<UserOptions>& options) {
    command->add_option("NAME", options->name, "账号名")->required();
}

void add_roles(CLI::App* command, const std::shared_ptr<UserOptions>& options) {
    command
        ->add_option("--role", options->roles,
                     "角色，可写多次：角色@区域/科室，如 community_secretary@石桥社区")
        ->type_name("ROLE[@AREA][/UNIT]");
}

void add_links(Context& context, CLI::App* group, const std::shared_ptr<UserOptions>& options) {
    const auto add_subject = [&](CLI::App* made) {
        add_name(made, options);
        made->add_option("--issuer", options->issuer, "登录服务器，与 serve --oidc-issuer 一字不差")
            ->required()
            ->type_name("URL");
        made->add_option("--subject", options->subject, "此人在登录服务器上的编号（sub）")
            ->required()
            ->type_name("SUB");
    };
    add_subject(command(context, group, "link", "关联统一登录里的一个人", options, link));
    add_subject(command(context, group, "unlink", "解除关联", options, unlink));
    add_name(command(context, group, "links", "关联的登录服务器、编号、日期", options, links),
             options);
}

}  // namespace

void add_user(Context& context) {
    auto options = std::make_shared<UserOptions>();
    auto* group = context.add_group("user", "账号");
    auto* add = command(context, group, "add", "新建账号，显示一次密码", options, add_account);
    add_name(add, options);
    add->add_option("--title", options->title, "姓名");
    add_roles(add, options);
    command(context, group, "list", "账号、姓名、状态、上次登录、角色", options, list_users);
    add_name(command(context, group, "password", "重设密码", options, reset), options);
    add_name(command(context, group, "disable", "停用", options, able(true)), options);
    add_name(command(context, group, "enable", "启用", options, able(false)), options);
    auto* role =
        command(context, group, "role", "换角色；不写 --role 则一个也不留", options, change_roles);
    add_name(role, options);
    add_roles(role, options);
    add_links(context, group, options);
}

void add_token(Context& context) {
    auto options = std::make_shared<UserOptions>();
    auto* group = context.add_group("token", "给程序用的令牌");
    const auto add_user_option = [&](CLI::App* made) {
        made->add_option("--user", options->name, "账号名")->required()->type_name("NAME");
    };
    auto* create = command(context, group, "create", "新建令牌，显示一次", options, make_token);
    add_user_option(create);
    create->add_option("--title", options->title, "给什么程序用")->required();
    create->add_option("--permission", options->permissions, "能做什么，可写多次，如 read_figures")
        ->required();
    create->add_option("--days", options->days, "有效几天")->capture_default_str();
    add_user_option(
        command(context, group, "list", "令牌的编号、用途、有效期、权限", options, tokens));
    auto* revoked = command(context, group, "revoke", "撤销令牌", options, revoke);
    add_user_option(revoked);
    revoked->add_option("ID", options->id, "令牌的编号")->required();
}

}  // namespace taizhang::cli
