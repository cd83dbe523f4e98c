// SPDX-License-Identifier: Apache-2.0
#include "api/pack/definition_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value_from.hpp>

#include "api/json_values.hpp"
#include "base/iso_instant.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/pack/write_yaml.hpp"
#include "service/pack/stored_documents.hpp"

namespace taizhang::api {

namespace json = boost::json;
using model::Node;

namespace {

json::value value_of(const Node& node) {
    switch (node.kind) {
        case Node::Kind::Null:
            return nullptr;
        case Node::Kind::Scalar:
            return json::string(node.scalar);
        case Node::Kind::Sequence: {
            json::array array;
            for (const auto& item : node.items) {
                array.push_back(value_of(item));
            }
            return array;
        }
        case Node::Kind::Map:
            break;
    }
    json::object object;
    for (const auto& [key, value] : node.entries) {
        object[key] = value_of(value);
    }
    return object;
}

std::string_view difference_name(service::Difference difference) {
    switch (difference) {
        case service::Difference::Added:
            return "added";
        case service::Difference::Changed:
            return "changed";
        case service::Difference::Retired:
            return "retired";
        default:
            return "restored";
    }
}

json::value count_json(const std::optional<std::int64_t>& count) {
    return count ? json::value(*count) : json::value();
}

json::object difference_json(const service::DefinitionDifference& one) {
    json::array fields;
    for (const auto& field : one.fields) {
        fields.push_back(json::object{{"name", field.name},
                                      {"title", field.title},
                                      {"difference", difference_name(field.difference)},
                                      {"keys", json::value_from(field.keys)},
                                      {"new_column", field.new_column}});
    }
    return {{"kind", one.kind},
            {"name", one.name},
            {"title", one.title},
            {"difference", difference_name(one.difference)},
            {"keys", json::value_from(one.keys)},
            {"fields", std::move(fields)}};
}

json::object records_json(const service::RecordsForeseen& one) {
    json::array breaks;
    for (const auto& rule : one.breaks) {
        json::array examples;
        for (const auto& record : rule.examples) {
            examples.push_back(
                json::object{{"id", std::to_string(record.id.value)}, {"number", record.number}});
        }
        breaks.push_back(json::object{{"field", rule.field},
                                      {"title", rule.title},
                                      {"records", count_json(rule.records)},
                                      {"examples", std::move(examples)}});
    }
    return {{"ledger", one.ledger},
            {"title", one.title},
            {"checked", count_json(one.checked)},
            {"complete", one.complete},
            {"breaks", std::move(breaks)}};
}

json::object figure_json(const service::FigureForeseen& one) {
    return {{"indicator", one.indicator},
            {"title", one.title},
            {"difference", difference_name(one.difference)},
            {"rebuilt", one.rebuilt},
            {"records_before", count_json(one.records_before)},
            {"records_after", count_json(one.records_after)}};
}

}  // namespace

ChangeRequest::ChangeRequest(const json::object& body) {
    const auto* yaml = body.if_contains("yaml");
    const auto* trees = body.if_contains("definitions");
    if (yaml != nullptr) {
        yaml_ = true;
        change_ = service::read_change(std::string(yaml->as_string()));
    }
    if (yaml != nullptr && trees != nullptr) {
        change_.problems.errors.push_back(
            Error{ErrorCode::InvalidInput, "yaml 和 definitions 只写一样", "two forms of a change",
                  SourcePlace{std::string(service::kOfficeFile), "", 0, "", "", "去掉其中一样"}});
    } else if (trees != nullptr) {
        read_trees(trees->as_array());
    }
    change_.retired_ledgers = texts_at(body, "retire_ledgers");
    change_.retired_indicators = texts_at(body, "retire_indicators");
    if (const auto* reason = body.if_contains("reason")) {
        change_.reason = std::string(reason->as_string());
    }
}

void ChangeRequest::read_trees(const json::array& definitions) {
    for (std::size_t i = 0; i < definitions.size(); ++i) {
        auto node = tree_of(definitions[i], fmt::format("/definitions/{}", i));
        const SourcePlace place{std::string(service::kOfficeFile), "", node.line, "", "",
                                "有 ledger 或 indicator"};
        if (auto document =
                model::as_document(std::string(service::kOfficeFile), std::move(node))) {
            change_.documents.push_back(std::move(*document));
        } else {
            change_.problems.errors.push_back(
                Error{ErrorCode::InvalidInput, "看不出这一段定义的是什么", "no definition", place});
        }
    }
}

Node ChangeRequest::tree_of(const json::value& value, const std::string& pointer) {
    pointers_.push_back(pointer);
    Node node;
    node.line = pointers_.size();
    node.kind = Node::Kind::Scalar;
    if (const auto* text = value.if_string()) {
        node.scalar = std::string(*text);
    } else if (const auto* truth = value.if_bool()) {
        node.scalar = *truth ? "true" : "false";
    } else if (value.is_double()) {
        node.scalar = fmt::format("{}", value.get_double());
    } else if (value.is_number()) {
        node.scalar = value.is_int64() ? std::to_string(value.get_int64())
                                       : std::to_string(value.get_uint64());
    } else if (const auto* array = value.if_array()) {
        node.kind = Node::Kind::Sequence;
        for (std::size_t i = 0; i < array->size(); ++i) {
            node.items.push_back(tree_of((*array)[i], fmt::format("{}/{}", pointer, i)));
        }
    } else if (const auto* object = value.if_object()) {
        node.kind = Node::Kind::Map;
        for (const auto& [key, inner] : *object) {
            auto child = tree_of(inner, fmt::format("{}/{}", pointer, pointer_part(key)));
            child.key_line = child.line;
            node.entries.push_back({std::string(key), std::move(child)});
        }
    } else {
        node.kind = Node::Kind::Null;
    }
    return node;
}

// Of a name that was to be retired; empty for the whole.
std::string ChangeRequest::pointer_to(const std::string& name) const {
    for (const auto& [key, names] : {std::pair{"retire_ledgers", &change_.retired_ledgers},
                                     std::pair{"retire_indicators", &change_.retired_indicators}}) {
        const auto found = std::find(names->begin(), names->end(), name);
        if (found != names->end()) {
            return fmt::format("/{}/{}", key, found - names->begin());
        }
    }
    return "";
}

std::vector<Error> ChangeRequest::placed(std::vector<Error> errors) const {
    for (auto& error : errors) {
        error.place = error.place.value_or(SourcePlace{});
        auto& place = *error.place;
        if (place.file.empty()) {
            place.column = pointer_to(place.value);
        } else if (place.file != service::kOfficeFile) {
            // What is in force and was not asked about, which the change would break.
            error.message = place.file + "：" + error.message;
            place.column.clear();
            place.line = 0;
        } else if (yaml_) {
            place.column = "/yaml";
        } else {
            const bool known = place.line > 0 && place.line <= pointers_.size();
            place.column = known ? pointers_[place.line - 1] : "/definitions";
            place.line = 0;
        }
    }
    return errors;
}

json::object definition_row(const service::DefinitionRow& row) {
    const auto& stored = row.stored;
    return {{"kind", stored.kind},
            {"name", stored.name},
            {"title", row.title},
            {"ledger", row.ledger.empty() ? json::value() : json::value(row.ledger)},
            {"version", stored.version},
            {"retired", stored.retired},
            {"own", service::is_offices_own(stored)},
            {"since", format_iso_instant(stored.installed_at)}};
}

json::object definition_json(const service::DefinitionRow& row) {
    auto object = definition_row(row);
    object["definition"] = value_of(row.node);
    object["yaml"] = model::to_yaml(row.node);
    return object;
}

json::object foreseen_json(const service::ChangeForeseen& foreseen) {
    json::array differences;
    json::array records;
    json::array figures;
    json::array columns;
    for (const auto& one : foreseen.differences) {
        differences.push_back(difference_json(one));
    }
    for (const auto& one : foreseen.records) {
        records.push_back(records_json(one));
    }
    for (const auto& one : foreseen.figures) {
        figures.push_back(figure_json(one));
    }
    for (const auto& one : foreseen.columns) {
        columns.push_back(
            json::object{{"ledger", one.ledger}, {"header", one.header}, {"field", one.field}});
    }
    return {{"version", foreseen.version},
            {"differences", std::move(differences)},
            {"records", std::move(records)},
            {"figures", std::move(figures)},
            {"templates", json::value_from(foreseen.templates)},
            {"reports", json::value_from(foreseen.reports)},
            {"maps", json::value_from(foreseen.maps)},
            {"columns", std::move(columns)}};
}

json::object outcome_json(const service::ChangeOutcome& outcome) {
    return {{"version", outcome.version},
            {"added", json::value_from(outcome.done.added)},
            {"changed", json::value_from(outcome.done.changed)},
            {"retired", json::value_from(outcome.done.retired)},
            {"rebuilt", json::value_from(outcome.done.rebuilt)}};
}

}  // namespace taizhang::api
