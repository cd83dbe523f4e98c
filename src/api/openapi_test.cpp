// SPDX-License-Identifier: Apache-2.0
#include "api/openapi.hpp"

#include <gtest/gtest.h>

#include <set>

namespace taizhang::api {
namespace {

TEST(Routes, EachIsDescribedWhole) {
    const Api api = make_api();
    std::set<std::string> names;
    for (const auto& route : api.routes) {
        SCOPED_TRACE(route.name);
        EXPECT_TRUE(names.insert(route.name).second);
        EXPECT_FALSE(route.summary.zh.empty());
        EXPECT_FALSE(route.summary.en.empty());
        EXPECT_FALSE(route.tag.empty());
        EXPECT_FALSE(route.example.is_null());
        EXPECT_TRUE(route.handle != nullptr);
        EXPECT_TRUE(route.response || route.media_type != "application/json" ||
                    route.status == 204 || route.status == 303);
        // What is one's own needs no permission.
        EXPECT_TRUE(route.permission || route.for_strangers || route.tag == "区域" ||
                    route.tag == "我" || route.tag == "任务");
        EXPECT_EQ(route.method == http::Method::Get || route.method == http::Method::Delete,
                  !route.request && !route.upload);
        // A preview is asked for by POST, and writes nothing.
        EXPECT_EQ(route.method == http::Method::Get || route.name.starts_with("preview_"),
                  route.work == Work::Read || route.work == Work::Long || route.work == Work::Away);
    }
}

// Of each new POST somebody must have decided what is kept of it.
TEST(Routes, EachPostSaysWhatIsKeptOfIt) {
    std::set<std::string> nothing;
    std::set<std::string> marks;
    for (const auto& route : make_api().routes) {
        SCOPED_TRACE(route.name);
        if (route.method != http::Method::Post) {
            EXPECT_EQ(route.kept, Kept::Nothing);
            continue;
        }
        if (route.kept == Kept::Answer) {
            EXPECT_EQ(route.again != nullptr, route.response.has_value());
        } else {
            EXPECT_FALSE(route.again);
            (route.kept == Kept::Mark ? marks : nothing).insert(route.name);
        }
    }
    EXPECT_EQ(nothing,
              (std::set<std::string>{"sign_in", "change_password", "offer_second_step",
                                     "drop_second_step", "preview_bulk_edit", "reveal_field",
                                     "reveal_attachment", "preview_definitions"}));
    EXPECT_EQ(marks, (std::set<std::string>{"create_account", "reset_password", "create_token",
                                            "confirm_second_step"}));
}

TEST(OpenApi, EveryPostTakesAKey) {
    const auto document = openapi_document(make_api());
    for (const auto& path : document.at("paths").as_object()) {
        const auto* post = path.value().as_object().if_contains("post");
        if (post == nullptr) {
            continue;
        }
        bool found = false;
        for (const auto& parameter : post->as_object().at("parameters").as_array()) {
            found = found || (parameter.at("name").as_string() == "Idempotency-Key" &&
                              parameter.at("in").as_string() == "header" &&
                              !parameter.at("required").as_bool());
        }
        EXPECT_TRUE(found) << std::string(path.key());
    }
}

// What an example shows must be what the schema takes.
TEST(Routes, ExamplesFitTheirSchemas) {
    const Api api = make_api();
    for (const auto& route : api.routes) {
        if (!route.request && !route.response) {
            continue;
        }
        const auto& schema = route.request ? *route.request : *route.response;
        for (const auto& error : check_json(route.example, schema, api.schemas)) {
            ADD_FAILURE() << route.name << ": " << describe(error);
        }
    }
}

TEST(OpenApi, NamesEveryRouteAndResolvesEveryReference) {
    const Api api = make_api();
    const auto document = openapi_document(api);
    std::size_t operations = 0;
    for (const auto& path : document.at("paths").as_object()) {
        operations += path.value().as_object().size();
    }
    EXPECT_EQ(operations, api.routes.size());
    EXPECT_TRUE(document.at("components").at("schemas").as_object().contains("Problem"));
}

}  // namespace
}  // namespace taizhang::api
