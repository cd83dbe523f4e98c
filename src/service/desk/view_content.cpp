// SPDX-License-Identifier: Apache-2.0
#include "service/desk/view_content.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/limits.hpp"
#include "model/search/search_word.hpp"
#include "service/records/record_filter.hpp"

namespace taizhang::service {

namespace json = boost::json;

namespace {

json::array texts_json(const std::vector<std::string>& texts) {
    json::array array;
    for (const auto& text : texts) {
        array.emplace_back(text);
    }
    return array;
}

std::vector<std::string> texts_of(const json::value& array) {
    std::vector<std::string> texts;
    for (const auto& text : array.as_array()) {
        texts.emplace_back(text.as_string());
    }
    return texts;
}

std::string text_of(const json::value& value) {
    return std::string(value.as_string());
}

// Without what was given: it may be somebody else's. Of what was looked up and not found not even
// the message is told, which names it.
Error plain(const Error& why, const std::string& part, std::string message) {
    const bool names_it = why.code == ErrorCode::NotFound;
    return Error{why.code, names_it ? std::move(message) : why.message, why.log,
                 SourcePlace{"", "", 0, part, "", why.place ? why.place->expected : ""}};
}

Error mistake(const std::string& part, std::string message, std::string log) {
    return Error{ErrorCode::InvalidInput, std::move(message), std::move(log),
                 SourcePlace{"", "", 0, part, "", ""}};
}

std::string field_of(const std::string& filter) {
    return filter.substr(0, filter.find(' '));
}

void check_columns(const model::LedgerDefinition& ledger, const std::vector<std::string>& columns,
                   std::vector<Error>& errors) {
    for (const auto& column : columns) {
        if (!ledger.field_index(column)) {
            errors.push_back(mistake("columns",
                                     fmt::format("台账“{}”没有“{}”这一项", ledger.title.zh, column),
                                     "no such field"));
        }
    }
}

}  // namespace

std::string view_body(const ViewContent& content) {
    return json::serialize(json::object{{"filters", texts_json(content.filters)},
                                        {"sort", content.sort},
                                        {"columns", texts_json(content.columns)},
                                        {"words", content.words},
                                        {"area", content.area},
                                        {"period", content.period},
                                        {"bin", content.bin}});
}

Result<ViewContent> read_view_body(const std::string& body) {
    try {
        const auto value = json::parse(body);
        return ViewContent{texts_of(value.at("filters")), text_of(value.at("sort")),
                           texts_of(value.at("columns")), text_of(value.at("words")),
                           text_of(value.at("area")),     text_of(value.at("period")),
                           value.at("bin").as_bool()};
    } catch (const std::exception& broken) {
        return fail(ErrorCode::Corrupt, "库里的视图读不出来，请删掉重建", broken.what());
    }
}

std::vector<Error> view_errors(store::ReadTx& tx, const access::Principal& who,
                               const RecordPage& page, const ViewContent& content) {
    std::vector<Error> errors;
    const FilterReader reader{{tx, *page.definitions, who}, *page.ledger, *page.sight};
    if (content.filters.size() > limits::kFiltersMax) {
        errors.push_back(mistake("filters", fmt::format("筛选最多 {} 个", limits::kFiltersMax),
                                 "too many filters"));
    }
    for (const auto& filter : content.filters) {
        if (const auto condition = reader.condition(filter); !condition) {
            errors.push_back(plain(condition.error(), "filters",
                                   fmt::format("“{}”的筛选里有不存在的", field_of(filter))));
        }
    }
    if (const auto sort = reader.sort(content.sort); !sort) {
        errors.push_back(plain(sort.error(), "sort", "不能这样排序"));
    }
    check_columns(*page.ledger, content.columns, errors);
    if (!content.words.empty()) {
        const auto words = model::parse_search(content.words);
        if (!words) {
            errors.push_back(plain(words.error(), "words", "不能这样查找"));
        } else if (content.bin) {
            errors.push_back(mistake("words", "回收站里不能按词查找", "words in the bin"));
        }
    }
    if (!content.area.empty()) {
        if (const auto area = find_area(*page.definitions, page.sight->grant(), content.area);
            !area) {
            errors.push_back(plain(area.error(), "area", "没有这个区域"));
        }
    }
    if (!content.period.empty()) {
        if (const auto period = parse_period(content.period); !period) {
            errors.push_back(plain(period.error(), "period", "没有这个时期"));
        }
    }
    return errors;
}

ViewContent without_hidden(store::ReadTx& tx, const access::Principal& who, const RecordPage& page,
                           ViewContent content) {
    const FilterReader reader{{tx, *page.definitions, who}, *page.ledger, *page.sight};
    std::erase_if(content.filters,
                  [&](const auto& filter) { return !reader.condition(filter).has_value(); });
    return content;
}

Result<ListRequest> with_view(ListRequest request, const ViewContent& content) {
    request.filters.insert(request.filters.end(), content.filters.begin(), content.filters.end());
    const auto fill = [](std::string& asked, const std::string& of_view) {
        asked = asked.empty() ? of_view : asked;
    };
    fill(request.sort, content.sort);
    fill(request.words, content.words);
    fill(request.area, content.area);
    if (!request.period && !content.period.empty()) {
        request.period = TZ_TRY(parse_period(content.period));
    }
    if (content.bin) {
        request.deleted = store::Deleted::Only;
    }
    return request;
}

}  // namespace taizhang::service
