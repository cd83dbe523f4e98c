// SPDX-License-Identifier: Apache-2.0
#include "service/pack/differences.hpp"

#include <algorithm>
#include <map>

#include "service/pack/stored_documents.hpp"

namespace taizhang::service {

using model::Node;

namespace {

std::string text_of(const Node& node, std::string_view key) {
    const Node* value = node.find(key);
    const Node* zh = value == nullptr ? nullptr : value->find("zh");
    return zh != nullptr ? zh->scalar : value == nullptr ? "" : value->scalar;
}

bool is_retired(const Node& field) {
    return text_of(field, "retired") == "true";
}

bool same(const Node* one, const Node* other) {
    return (one == nullptr) == (other == nullptr) &&
           (one == nullptr || model::to_json(*one) == model::to_json(*other));
}

// Keys of either that do not say the same in both.
std::vector<std::string> keys_that_differ(const Node& before, const Node& after) {
    std::vector<std::string> keys;
    for (const auto& entry : before.entries) {
        if (!same(&entry.value, after.find(entry.key))) {
            keys.push_back(entry.key);
        }
    }
    for (const auto& entry : after.entries) {
        if (before.find(entry.key) == nullptr) {
            keys.push_back(entry.key);
        }
    }
    return keys;
}

const Node* field_called(const Node& ledger, const std::string& name) {
    const Node* fields = ledger.find("fields");
    for (std::size_t i = 0; fields != nullptr && i < fields->items.size(); ++i) {
        if (text_of(fields->items[i], "name") == name) {
            return &fields->items[i];
        }
    }
    return nullptr;
}

std::vector<FieldDifference> fields_that_differ(const Node& before, const Node& after) {
    std::vector<FieldDifference> differences;
    for (const auto& field : after.find("fields")->items) {
        FieldDifference one{text_of(field, "name"), text_of(field, "title"), {}, {}, false};
        const Node* known = field_called(before, one.name);
        if (known == nullptr) {
            const std::string role = text_of(field, "role");
            one.difference = Difference::Added;
            one.new_column = role.empty() || role == "unit";
        } else {
            one.keys = keys_that_differ(*known, field);
            const bool turned = is_retired(*known) != is_retired(field);
            one.difference = !turned             ? Difference::Changed
                             : is_retired(field) ? Difference::Retired
                                                 : Difference::Restored;
        }
        if (known == nullptr || !one.keys.empty()) {
            differences.push_back(std::move(one));
        }
    }
    return differences;
}

}  // namespace

Result<std::vector<DefinitionDifference>> differences_of(const ChangePlan& plan) {
    std::map<std::string, const store::StoredDefinition*> known;
    for (const auto& definition : plan.stored) {
        known.emplace(definition.kind + " " + definition.name, &definition);
    }
    std::vector<DefinitionDifference> differences;
    for (const auto& document : plan.checked.documents) {
        const std::string kind = kind_name(document.kind);
        const auto found = known.find(kind + " " + document.name);
        const bool added = found == known.end();
        if (!added && !found->second->retired &&
            found->second->json == model::to_json(document.node)) {
            continue;
        }
        DefinitionDifference one{kind, document.name, text_of(document.node, "title"), {}, {}, {}};
        const Node before = added ? Node{} : TZ_TRY(model::node_from_json(found->second->json));
        one.difference = added                    ? Difference::Added
                         : found->second->retired ? Difference::Restored
                                                  : Difference::Changed;
        one.keys = added ? std::vector<std::string>() : keys_that_differ(before, document.node);
        if (document.node.find("fields") != nullptr) {
            one.fields = fields_that_differ(before, document.node);
        }
        differences.push_back(std::move(one));
    }
    for (const auto& label : plan.retired) {
        const auto& definition = *known.at(label);
        const Node node = TZ_TRY(model::node_from_json(definition.json));
        differences.push_back({definition.kind,
                               definition.name,
                               text_of(node, "title"),
                               Difference::Retired,
                               {},
                               {}});
    }
    return differences;
}

}  // namespace taizhang::service
