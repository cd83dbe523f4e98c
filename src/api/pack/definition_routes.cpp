// SPDX-License-Identifier: Apache-2.0
// What the office records and counts: its ledgers and indicators, changed while it works.
#include <boost/json/array.hpp>

#include "api/conditional.hpp"
#include "api/pack/definition_json.hpp"
#include "api/problem.hpp"
#include "api/route.hpp"
#include "base/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;
using http::Method;

namespace {

constexpr std::string_view kDefinitions = "/api/v1/definitions";
constexpr std::string_view kDefinition = "/api/v1/definitions/{kind}/{name}";

std::string version_tag(std::int64_t version) {
    return "\"" + std::to_string(version) + "\"";
}

// The ETag is the version of all definitions together: what a change names in If-Match.
Answer versioned(const Call& call, std::int64_t version, json::object body) {
    return tagged(call, Answer{200, std::move(body), {}, {}}, version_tag(version));
}

Answer errors_answer(const ChangeRequest& request, std::vector<Error> errors) {
    Answer answer;
    answer.raw = to_response(problem_of(request.placed(std::move(errors))));
    return answer;
}

Result<Answer> list_definitions(const Call& call) {
    service::DefinitionsRequest request;
    request.kind = call.query("kind");
    request.ledger = call.query("ledger");
    request.retired = call.query("retired") == "include";
    request.after = call.number("after", 0);
    request.definitions_max = static_cast<std::size_t>(
        call.number("limit", static_cast<std::int64_t>(request.definitions_max)));
    const auto page = TZ_TRY(service::list_definitions(call.session, request));
    json::array rows;
    for (const auto& row : page.rows) {
        rows.push_back(definition_row(row));
    }
    return versioned(call, page.version,
                     json::object{{"version", page.version},
                                  {"definitions", std::move(rows)},
                                  {"next", page.next > 0 ? json::value(std::to_string(page.next))
                                                         : json::value()}});
}

Result<Answer> get_definition(const Call& call) {
    const auto version = call.number("version", 0);
    const auto page =
        TZ_TRY(service::get_definition(call.session, call.at("kind"), call.at("name"),
                                       version > 0 ? std::optional(version) : std::nullopt));
    return versioned(call, page.version, definition_json(page.rows.front()));
}

Result<Answer> versions(const Call& call) {
    const auto page =
        TZ_TRY(service::definition_versions(call.session, call.at("kind"), call.at("name")));
    json::array rows;
    for (const auto& row : page.rows) {
        rows.push_back(definition_row(row));
    }
    return versioned(call, page.version, json::object{{"versions", std::move(rows)}});
}

Result<Answer> preview_definitions(const Call& call) {
    const ChangeRequest request(call.body.as_object());
    const auto foreseen = TZ_TRY(service::foresee_change(call.session, request.change()));
    return foreseen.errors.empty() ? versioned(call, foreseen.version, foreseen_json(foreseen))
                                   : errors_answer(request, foreseen.errors);
}

// Both versions, so that whoever asked can put them together: those in force of what he changes,
// and his own.
Result<Answer> outdated(const Call& call, const ChangeRequest& request, std::int64_t version) {
    json::array current;
    for (const auto& document : request.change().documents) {
        const bool ledger = document.kind == model::DefinitionDocument::Kind::Ledger;
        const auto page =
            service::get_definition(call.session, ledger ? "ledger" : "indicator", document.name);
        if (page) {
            current.push_back(definition_json(page->rows.front()));
        }
    }
    Problem problem;
    problem.status = 412;
    problem.code = "outdated";
    problem.detail = "定义刚被别人改过。请看清两个版本，合起来，再预览、再保存";
    problem.more["current"] =
        json::object{{"version", version}, {"definitions", std::move(current)}};
    problem.more["yours"] = call.body;
    Answer answer;
    answer.raw = to_response(problem);
    answer.raw->headers.set("ETag", version_tag(version));
    return answer;
}

Answer done(const service::ChangeOutcome& outcome) {
    Answer answer{200, outcome_json(outcome), {}, {}};
    answer.headers.set("ETag", version_tag(outcome.version));
    return answer;
}

Result<Answer> apply_definitions(const Call& call) {
    const auto seen = seen_version(call);
    if (!seen) {
        return version_required();
    }
    const ChangeRequest request(call.body.as_object());
    const auto outcome = TZ_TRY(service::change_definitions(call.session, request.change(), *seen));
    if (outcome.outdated) {
        return outdated(call, request, outcome.version);
    }
    return outcome.errors.empty() ? done(outcome) : errors_answer(request, outcome.errors);
}

Result<Answer> applied_definitions(const Call& call, const store::KeptRequest& kept) {
    return done(TZ_TRY(service::change_of_version(call.session, kept.revision)));
}

Route definition_route(Method method, std::string_view path, std::string name,
                       model::Title summary) {
    Route route = new_route(method, path, std::move(name), "定义", std::move(summary));
    route.permission = access::Permission::DefineLedgers;
    return route;
}

json::object example_row() {
    return {{"kind", "ledger"}, {"name", "visits"},
            {"title", "走访"},  {"ledger", nullptr},
            {"version", 2},     {"retired", false},
            {"own", true},      {"since", "2020-05-31T00:30:05.123Z"}};
}

json::value definition_example() {
    return json::object{
        {"yaml",
         "indicator: relief.temporary.refused\n"
         "title: {zh: 不予救助件数, en: Relief refused}\n"
         "of: temporary_relief\nmeasure: count\nwhere: status = 'refused'\nunit: 件\n"},
        {"reason", "半年报告新增一项"}};
}

void add_definition_reads(Routes& routes) {
    auto all = definition_route(Method::Get, kDefinitions, "list_definitions",
                                {"全部定义：台账和指标", "Definitions of ledgers and indicators"});
    all.parameters = {{"kind", choice_schema("只要台账，或只要指标", {"ledger", "indicator"})},
                      {"ledger", text_schema("只要这本台账和它的指标")},
                      {"retired", choice_schema("include：停用的也要", {"include"})},
                      {"after", id_schema("上一页给出的 next")},
                      {"limit", integer_schema("一页几个，默认 100", 1, limits::kPageRecordsMax)}};
    all.response = object_schema(
        {{"version", integer_schema("全部定义的版本", 0, INT64_MAX)},
         {"definitions", array_schema(definition_row_schema(), limits::kPageRecordsMax)},
         {"next", or_null(id_schema("下一页的页标；没有了为 null"))}});
    all.example = json::object{
        {"version", 7}, {"definitions", json::array{example_row()}}, {"next", nullptr}};
    all.handle = list_definitions;
    routes.push_back(std::move(all));

    auto one = definition_route(Method::Get, kDefinition, "get_definition",
                                {"一个定义，JSON 和 YAML", "One definition as JSON and as YAML"});
    one.parameters = {{"version", integer_schema("第几版；不写为最新", 1, INT32_MAX)}};
    one.response = reference_schema("Definition");
    one.example = example_row();
    one.example.as_object()["definition"] = json::object{{"ledger", "visits"}};
    one.example.as_object()["yaml"] = "ledger: visits\n";
    one.handle = get_definition;
    routes.push_back(std::move(one));

    auto past = definition_route(
        Method::Get, std::string(kDefinition) + "/versions", "list_definition_versions",
        {"一个定义的历次版本", "Versions of one definition, newest first"});
    past.response = object_schema(
        {{"versions", array_schema(definition_row_schema(), limits::kDefinitionVersionsShown)}});
    past.example = json::object{{"versions", json::array{example_row()}}};
    past.handle = versions;
    routes.push_back(std::move(past));
}

}  // namespace

void add_definition_routes(Api& api) {
    api.schemas.emplace_back("Definition", definition_schema());
    add_definition_reads(api.routes);

    auto seen = definition_route(
        Method::Post, std::string(kDefinitions) + "/preview", "preview_definitions",
        {"预览：这样改会怎样，什么也不写", "What a change would do; none is made"});
    seen.request = change_schema();
    seen.response = foreseen_schema();
    seen.errors = {ErrorCode::Conflict};
    seen.example = definition_example();
    seen.work = Work::Long;
    seen.handle = preview_definitions;
    api.routes.push_back(std::move(seen));

    auto made = definition_route(Method::Post, kDefinitions, "change_definitions",
                                 {"改定义：新台账、新字段、改字段、停用、指标",
                                  "Change definitions: ledgers, fields, indicators"});
    made.request = change_schema();
    made.response = outcome_schema();
    made.errors = {ErrorCode::Conflict};
    made.example = definition_example();
    made.conditional = true;
    made.work = Work::Write;
    made.handle = apply_definitions;
    made.kept = Kept::Answer;
    made.again = applied_definitions;
    api.routes.push_back(std::move(made));
}

}  // namespace taizhang::api
