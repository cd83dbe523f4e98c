// SPDX-License-Identifier: Apache-2.0
// Routes are data: what one accepts, needs and answers stands beside what it does, and OpenAPI, the
// checks of a request and the TypeScript types are made from it.
#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "access/grant.hpp"
#include "api/schema.hpp"
#include "http/message.hpp"
#include "model/records/ledger_definition.hpp"
#include "oidc/provider.hpp"
#include "service/identity/caller.hpp"

namespace taizhang::service {
class ChangeFeed;
class JobDesk;
}  // namespace taizhang::service

namespace taizhang::api {

struct Form;

// A parameter of the query; a header is of the mechanism and the same for all routes.
struct QueryParameter {
    std::string name;
    Schema schema;
    bool repeated = false;
};

// A request whose shape has been checked, with who asks.
struct Call {
    const http::Request& request;
    const service::Session& session;
    const service::Caller& caller;
    std::string address;                                   // the client's, as far as it is known
    bool encrypted = false;                                // between it and us, or the proxy
    oidc::Provider* provider = nullptr;                    // of identities; nullptr: none
    service::JobDesk* jobs = nullptr;                      // nullptr: nobody does any
    service::ChangeFeed* changes = nullptr;                // nullptr: nobody is told of any
    std::map<std::string, std::string, std::less<>> path;  // of {name} in the template, decoded
    boost::json::value body;                               // null without one
    const Form* form = nullptr;                            // of a route that takes one

    const std::string& at(std::string_view name) const { return path.find(name)->second; }
    std::string_view query(std::string_view name) const;  // empty for none
    std::vector<std::string> all(std::string_view name) const;
    // Of a parameter whose schema has been checked; `fallback` without it.
    std::int64_t number(std::string_view name, std::int64_t fallback) const;
};

struct Answer {
    int status = 200;
    boost::json::value body;
    http::Headers headers;
    std::optional<http::Response> raw;  // instead: a file or a stream
};

enum class Work {
    Read,   // answers from one snapshot
    Write,  // waits for a commit
    Long,   // computes: reports, exports; few at once
    Hash,   // of a password: slow on purpose, very few at once
    Away,   // waits for another server
};

// What is kept of a POST with an Idempotency-Key, for when it is sent again. Whatever it is, it
// holds no value of the request or the answer.
enum class Kept {
    Nothing,  // a key does nothing: the request holds a password, or doing it again is right
    Mark,     // that it was done: its answer shows something that is shown once
    Answer,   // what the same answer is made of
};

struct Route {
    http::Method method = http::Method::Get;
    std::string path;  // /api/v1/ledgers/{ledger}/records
    std::string name;  // list_records: the operationId
    std::string tag;
    model::Title summary;
    std::optional<access::Permission> permission;  // absent: whoever has signed in
    bool for_strangers = false;                    // and whoever has not
    bool in_person = false;                        // by a session: no token may do it
    bool before_change = false;    // also while the first password is not changed yet
    bool conditional = false;      // asks which version was seen: If-Match
    bool more_parameters = false;  // beside those below, which are not looked at
    std::vector<QueryParameter> parameters;
    std::optional<Schema> request;
    bool form = false;  // the request is multipart/form-data, and its files are kept on disk
    std::optional<std::string> upload;  // instead: the media type of a body that becomes a file
    int status = 200;
    std::optional<Schema> response;  // absent: no body, or the media type below
    std::string media_type = "application/json";
    std::vector<ErrorCode> errors;  // beside those that every route can give
    std::vector<int> statuses;      // and those that no ErrorCode stands for
    boost::json::value example;     // of the request, or of the answer where there is none
    Work work = Work::Read;
    std::function<Result<Answer>(const Call&)> handle;
    Kept kept = Kept::Nothing;
    // Of Kept::Answer, where the answer has a body.
    std::function<Result<Answer>(const Call&, const store::KeptRequest&)> again;
};

// With the work of its method: a GET reads, all else waits for a commit.
Route new_route(http::Method method, std::string_view path, std::string name, std::string tag,
                model::Title summary);

using Routes = std::vector<Route>;

// The parts of a template: /a/{x} is {"a", "{x}"}.
std::vector<std::string> path_parts(const std::string& path);

struct Api {
    Routes routes;
    SchemaBook schemas;
};

// Each subject adds its own.
void add_record_routes(Api& api);
void add_attachment_routes(Api& api);
void add_reporting_routes(Api& api);
void add_indicator_routes(Api& api);
void add_area_routes(Api& api);
void add_change_routes(Api& api);
void add_job_routes(Api& api);
void add_unit_routes(Api& api);
void add_definition_routes(Api& api);
void add_own_routes(Api& api);
void add_provider_routes(Api& api);
void add_account_routes(Api& api);
void add_audit_routes(Api& api);
void add_bulk_edit_routes(Api& api);
void add_view_routes(Api& api);
void add_draft_routes(Api& api);
void add_counter_routes(Api& api);
void add_search_routes(Api& api);
Api make_api();

}  // namespace taizhang::api
