// SPDX-License-Identifier: Apache-2.0
// Accounts, for whoever manages them.
#include "api/identity/identity_json.hpp"
#include "base/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;
using http::Method;

namespace {

Result<Answer> list_accounts(const Call& call) {
    json::array accounts;
    for (const auto& row : TZ_TRY(service::list_accounts(call.session))) {
        accounts.push_back(account_json(row));
    }
    return Answer{200, json::object{{"accounts", std::move(accounts)}}, {}, {}};
}

Result<Answer> roles(const Call& call) {
    json::array rows;
    for (const auto& role : TZ_TRY(service::list_roles(call.session))) {
        rows.push_back(json::object{{"name", role.role}, {"title", role.title}});
    }
    return Answer{200, json::object{{"roles", std::move(rows)}}, {}, {}};
}

json::object issued_json(const std::string& name, const service::IssuedPassword& issued) {
    return {{"id", std::to_string(issued.account.value)},
            {"name", name},
            {"password", issued.password}};
}

Result<Answer> create_account(const Call& call) {
    const auto issued =
        TZ_TRY(service::create_account(call.session, {text_at(call, "name"), text_at(call, "title"),
                                                      read_roles(call.body.as_object())}));
    return Answer{201, issued_json(text_at(call, "name"), issued), {}, {}};
}

Result<Answer> change_roles(const Call& call) {
    TZ_TRY(service::set_roles(call.session, call.at("account"), read_roles(call.body.as_object())));
    return Answer{204, {}, {}, {}};
}

Result<Answer> disable(const Call& call) {
    TZ_TRY(service::set_disabled(call.session, call.at("account"), true));
    return Answer{204, {}, {}, {}};
}

Result<Answer> enable(const Call& call) {
    TZ_TRY(service::set_disabled(call.session, call.at("account"), false));
    return Answer{204, {}, {}, {}};
}

Result<Answer> reset(const Call& call) {
    const auto issued = TZ_TRY(service::reset_password(call.session, call.at("account")));
    return Answer{200, issued_json(call.at("account"), issued), {}, {}};
}

Route account_route(Method method, std::string_view path, std::string name, model::Title summary,
                    Result<Answer> (*handle)(const Call&)) {
    Route route = new_route(method, path, std::move(name), "账号", std::move(summary));
    route.permission = access::Permission::ManageAccounts;
    route.handle = handle;
    return route;
}

Schema issued_schema() {
    return object_schema({{"id", id_schema("")},
                          {"name", text_schema("账号名")},
                          {"password", text_schema("只显示这一次；登录后要改")}});
}

void add_lists(Routes& routes) {
    auto all = account_route(Method::Get, "/api/v1/accounts", "list_accounts",
                             {"全部账号", "All accounts"}, list_accounts);
    all.response = object_schema(
        {{"accounts", array_schema(reference_schema("Account"), limits::kAccountsMax)}});
    all.example = json::object{{"accounts", json::array{}}};
    routes.push_back(std::move(all));

    auto known = account_route(Method::Get, "/api/v1/roles", "list_roles",
                               {"有哪些角色", "The roles there are"}, roles);
    known.response = object_schema(
        {{"roles",
          array_schema(object_schema({{"name", text_schema("")}, {"title", text_schema("")}}),
                       limits::kPackFilesMax)}});
    known.example = json::object{
        {"roles", json::array{json::object{{"name", "grid_worker"}, {"title", "网格员"}}}}};
    routes.push_back(std::move(known));
}

void add_account_changes(Routes& routes) {
    const json::array example_roles{
        json::object{{"role", "grid_worker"}, {"area", "石桥社区第一网格"}}};

    auto made = account_route(Method::Post, "/api/v1/accounts", "create_account",
                              {"新建账号，密码只显示这一次", "Create an account"}, create_account);
    made.work = Work::Hash;
    made.status = 201;
    made.errors = {ErrorCode::Conflict, ErrorCode::NotFound};
    made.request =
        object_schema({{"name", text_schema("账号名", limits::kAccountNameCharactersMax)},
                       {"title", text_schema("姓名", limits::kAccountTitleCharactersMax)},
                       {"roles", role_requests()}});
    made.response = issued_schema();
    made.example = json::object{{"name", "wang.fang"}, {"title", "王芳"}, {"roles", example_roles}};
    made.kept = Kept::Mark;
    routes.push_back(std::move(made));

    auto changed = account_route(Method::Post, "/api/v1/accounts/{account}/roles", "set_roles",
                                 {"换角色", "Give an account other roles"}, change_roles);
    changed.status = 204;
    changed.errors = {ErrorCode::Conflict};
    changed.request = object_schema({{"roles", role_requests()}});
    changed.example = json::object{{"roles", example_roles}};
    changed.kept = Kept::Answer;
    routes.push_back(std::move(changed));

    auto off = account_route(Method::Post, "/api/v1/accounts/{account}/disable", "disable_account",
                             {"停用账号，结束它的登录", "Disable an account"}, disable);
    off.status = 204;
    off.errors = {ErrorCode::Conflict};
    off.request = object_schema({});
    off.example = json::object();
    off.kept = Kept::Answer;
    auto on = off;
    routes.push_back(std::move(off));

    on.path = "/api/v1/accounts/{account}/enable";
    on.name = "enable_account";
    on.summary = {"启用账号", "Enable an account"};
    on.handle = enable;
    routes.push_back(std::move(on));

    auto again =
        account_route(Method::Post, "/api/v1/accounts/{account}/password", "reset_password",
                      {"重设密码，只显示这一次；两步验证和令牌也取消", "Reset a password"}, reset);
    again.work = Work::Hash;
    again.request = object_schema({});
    again.response = issued_schema();
    again.example = json::object();
    again.kept = Kept::Mark;
    routes.push_back(std::move(again));
}

}  // namespace

void add_account_routes(Api& api) {
    api.schemas.emplace_back("Account", account_schema());
    add_lists(api.routes);
    add_account_changes(api.routes);
}

}  // namespace taizhang::api
