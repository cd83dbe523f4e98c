// SPDX-License-Identifier: Apache-2.0
// The own account: sessions, password, tokens, second step.
#include "api/identity/identity_json.hpp"
#include "api/identity/own_handlers.hpp"
#include "base/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;
using http::Method;

namespace {

using Handle = Result<Answer> (*)(const Call&);

Route own_route(Method method, std::string_view path, std::string name, model::Title summary,
                Handle handle) {
    Route route = new_route(method, path, std::move(name), "我", std::move(summary));
    route.in_person = method != Method::Get;
    route.handle = handle;
    return route;
}

Route nothing_back(Route route, json::value example) {
    route.status = 204;
    route.example = std::move(example);
    return route;
}

Schema person_schema() {
    const Schema holding = object_schema({{"role", text_schema("角色")},
                                          {"title", text_schema("中文名")},
                                          {"area", or_null(id_schema("区域；null 为整个街道"))},
                                          {"unit", or_null(id_schema("科室；null 为不限"))},
                                          {"permissions", permissions_schema()}});
    return object_schema(
        {{"name", text_schema("账号名")},
         {"title", text_schema("姓名")},
         {"must_change_password", boolean_schema("要先改密码，才能做别的")},
         {"second_step", boolean_schema("开了两步验证")},
         {"csrf_token", or_null(text_schema("改动时写进请求头 X-CSRF-Token；用令牌的为 null"))},
         {"latest_on", or_null(date_schema("看得到的条目里最近的一天，不晚于今天；没有为 null"))},
         {"holdings", array_schema(holding, limits::kAssignmentsPerAccountMax)}});
}

json::object example_person() {
    return {{"name", "wang.fang"},
            {"title", "王芳"},
            {"must_change_password", false},
            {"second_step", false},
            {"csrf_token", "pCkLCpCoT7hKqHTkmY8CmcWNxfJ6PBnMq4vNyBYbaTM"},
            {"latest_on", "2020-06-30"},
            {"holdings", json::array{json::object{{"role", "auditor"},
                                                  {"title", "审计员"},
                                                  {"area", nullptr},
                                                  {"unit", nullptr},
                                                  {"permissions", json::array{"read_figures"}}}}}};
}

void add_sessions(Routes& routes) {
    auto in = own_route(Method::Post, "/api/v1/session", "sign_in",
                        {"登录", "Sign in; gives a session cookie"}, sign_in);
    in.for_strangers = true;
    in.in_person = false;
    in.work = Work::Hash;
    in.status = 201;
    in.statuses = {401};
    in.request = object_schema({{"name", text_schema("账号名")},
                                {"password", password_schema("密码")},
                                {"code", text_schema("两步验证码或恢复码", 20), false}});
    in.response = reference_schema("Person");
    in.example = json::object{{"name", "wang.fang"}, {"password", "correct horse battery"}};
    routes.push_back(std::move(in));

    auto out = own_route(Method::Delete, "/api/v1/session", "sign_out",
                         {"退出登录", "Sign out; ends this session"}, sign_out);
    out.before_change = true;
    routes.push_back(nothing_back(std::move(out), json::object()));

    auto me = own_route(Method::Get, "/api/v1/me", "who_am_i",
                        {"我是谁，能做什么", "Who is signed in, and what he holds"}, who_am_i);
    me.before_change = true;
    me.response = reference_schema("Person");
    me.example = example_person();
    routes.push_back(std::move(me));

    auto list = own_route(Method::Get, "/api/v1/me/sessions", "list_sessions",
                          {"我在哪里登录着", "Where one is signed in"}, list_sessions);
    const Schema session = object_schema({{"id", id_schema("")},
                                          {"created_at", instant_schema("")},
                                          {"seen_at", instant_schema("")},
                                          {"expires_at", instant_schema("")},
                                          {"address", text_schema("")},
                                          {"agent", text_schema("")},
                                          {"current", boolean_schema("就是这一个")}});
    list.response =
        object_schema({{"sessions", array_schema(session, limits::kSessionsPerAccountMax)}});
    list.example = json::object{{"sessions", json::array{}}};
    routes.push_back(std::move(list));

    routes.push_back(
        nothing_back(own_route(Method::Delete, "/api/v1/me/sessions/{session}", "end_session",
                               {"结束一处登录", "End one of the own sessions"}, end_session),
                     json::object()));
}

void add_password(Routes& routes) {
    auto changed = own_route(
        Method::Post, "/api/v1/me/password", "change_password",
        {"改密码；别处的登录都结束", "Change the password; ends other sessions"}, change_password);
    changed.before_change = true;
    changed.work = Work::Hash;
    changed.errors = {ErrorCode::Conflict};
    changed.request = object_schema(
        {{"before", password_schema("原来的密码")}, {"password", password_schema("新密码")}});
    changed.response = object_schema({{"csrf_token", text_schema("从现在起用这一个")}});
    changed.example =
        json::object{{"before", "correct horse battery"}, {"password", "staple the horse"}};
    routes.push_back(std::move(changed));
}

void add_tokens(Routes& routes) {
    auto list = own_route(Method::Get, "/api/v1/me/tokens", "list_tokens",
                          {"我的令牌", "The own access tokens"}, list_own_tokens);
    const Schema token = object_schema({{"id", id_schema("")},
                                        {"title", text_schema("给什么程序用")},
                                        {"permissions", permissions_schema()},
                                        {"created_at", instant_schema("")},
                                        {"expires_at", instant_schema("")},
                                        {"used_at", or_null(instant_schema("上次使用"))}});
    list.response = object_schema({{"tokens", array_schema(token, limits::kTokensPerAccountMax)}});
    list.example = json::object{{"tokens", json::array{}}};
    routes.push_back(std::move(list));

    auto made = own_route(Method::Post, "/api/v1/me/tokens", "create_token",
                          {"新建令牌，只显示这一次", "Create an access token, shown once"},
                          create_own_token);
    made.status = 201;
    made.request =
        object_schema({{"title", text_schema("给什么程序用", limits::kTokenTitleCharactersMax)},
                       {"permissions", permissions_schema()},
                       {"days", integer_schema("有效几天", 1, limits::kTokenDaysMax)}});
    made.response = object_schema({{"id", id_schema("")},
                                   {"token", text_schema("写进 Authorization: Bearer")},
                                   {"expires_at", instant_schema("")}});
    made.example =
        json::object{{"title", "大屏"}, {"permissions", json::array{"read_figures"}}, {"days", 90}};
    made.kept = Kept::Mark;
    routes.push_back(std::move(made));

    routes.push_back(
        nothing_back(own_route(Method::Delete, "/api/v1/me/tokens/{token}", "revoke_token",
                               {"撤销令牌", "Revoke an access token"}, revoke_own_token),
                     json::object()));
}

void add_second_step(Routes& routes) {
    auto offered = own_route(Method::Post, "/api/v1/me/second-step", "offer_second_step",
                             {"开两步验证：得到密钥", "Begin the second step: gives its secret"},
                             offer_second_step);
    offered.errors = {ErrorCode::Conflict};
    offered.request = object_schema({});
    offered.response = object_schema(
        {{"secret", text_schema("手工输入用")}, {"uri", text_schema("做成二维码", 1'000)}});
    offered.example = json::object();
    routes.push_back(std::move(offered));

    auto confirmed =
        own_route(Method::Post, "/api/v1/me/second-step/confirm", "confirm_second_step",
                  {"用一个验证码确认；得到恢复码，只显示这一次",
                   "Confirm it by a code; gives recovery codes"},
                  confirm_second_step);
    confirmed.request = object_schema({{"code", text_schema("六位数字", 6)}});
    confirmed.response =
        object_schema({{"recovery_codes", array_schema(text_schema(""), limits::kRecoveryCodes)}});
    confirmed.example = json::object{{"code", "287082"}};
    confirmed.kept = Kept::Mark;
    routes.push_back(std::move(confirmed));

    auto dropped = own_route(Method::Post, "/api/v1/me/second-step/drop", "drop_second_step",
                             {"停用两步验证", "Give up the second step"}, drop_second_step);
    dropped.work = Work::Hash;
    dropped.request = object_schema({{"password", password_schema("密码")}});
    routes.push_back(
        nothing_back(std::move(dropped), json::object{{"password", "correct horse battery"}}));
}

}  // namespace

void add_own_routes(Api& api) {
    api.schemas.emplace_back("Person", person_schema());
    add_sessions(api.routes);
    add_password(api.routes);
    add_tokens(api.routes);
    add_second_step(api.routes);
}

}  // namespace taizhang::api
