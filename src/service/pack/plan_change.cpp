// SPDX-License-Identifier: Apache-2.0
#include "service/pack/plan_change.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "service/pack/check_stored.hpp"
#include "service/pack/stored_documents.hpp"

namespace taizhang::service {

using model::DefinitionDocument;
using model::PackProblems;

namespace {

using Kind = DefinitionDocument::Kind;

// How a mistake in what is stored is named: it has no lines, and its file may be many's.
std::string label_of(const DefinitionDocument& document) {
    switch (document.kind) {
        case Kind::Ledger:
            return "台账 " + document.name;
        case Kind::Indicator:
            return "指标 " + document.name;
        case Kind::Report:
            return "报告模板 " + document.name;
        case Kind::Map:
            return "对照表 " + document.name;
        case Kind::Role:
            return "角色 " + document.name;
        default:
            return "定义包 " + document.name;
    }
}

// Of "ratio(a, b)".
std::vector<std::string> parts_of_ratio(const model::Node& indicator) {
    constexpr std::string_view kRatio = "ratio(";
    const auto* measure = indicator.find("measure");
    std::vector<std::string> parts;
    if (measure != nullptr && measure->scalar.starts_with(kRatio)) {
        const auto inside = measure->scalar.substr(kRatio.size());
        for (const auto& part : split(inside.substr(0, inside.find(')')), ",")) {
            parts.push_back(trimmed(part));
        }
    }
    return parts;
}

class Planner {
  public:
    Planner(std::vector<DefinitionDocument> documents, const DefinitionChange& change)
        : documents_(std::move(documents)), change_(change), problems_(change.problems) {
        for (auto& document : documents_) {
            document.file = label_of(document);
            in_force_.emplace(document.kind, document.name);
        }
    }

    CheckedPack run() {
        if (change_.documents.empty() && change_.retired_ledgers.empty() &&
            change_.retired_indicators.empty() && problems_.empty()) {
            complain({}, "没有写要改什么");
        }
        if (change_.documents.size() > limits::kDefinitionsChangedMax) {
            complain({std::string(kOfficeFile), "", 0, "", "",
                      fmt::format("不超过 {} 个", limits::kDefinitionsChangedMax)},
                     "一次改得太多");
        }
        for (const auto& document : change_.documents) {
            put(document);
        }
        retire(Kind::Ledger, "台账", change_.retired_ledgers);
        retire(Kind::Indicator, "指标", change_.retired_indicators);
        retire_dependent();
        return check_documents(std::move(documents_), std::move(problems_));
    }

    std::vector<std::string> retired() const {
        std::vector<std::string> names;
        for (const auto& [kind, name] : retired_) {
            if (in_force_.contains({kind, name})) {
                names.push_back(kind_name(kind) + " " + name);
            }
        }
        return names;
    }

  private:
    void complain(SourcePlace place, std::string message) {
        if (problems_.errors.size() < limits::kPackErrorsMax) {
            problems_.errors.push_back(Error{ErrorCode::InvalidInput, std::move(message),
                                             "bad change of definitions", std::move(place)});
        }
    }

    static SourcePlace place_of(const DefinitionDocument& document, std::string expected) {
        return {document.file, "", document.node.line, "", document.name, std::move(expected)};
    }

    void put(const DefinitionDocument& document) {
        if (document.kind != Kind::Ledger && document.kind != Kind::Indicator) {
            complain(place_of(document, "以 ledger: 或 indicator: 开头"), "这里只改台账和指标");
            return;
        }
        if (!put_.emplace(document.kind, document.name).second) {
            complain(place_of(document, "每个名称只写一次"),
                     fmt::format("“{}”写了两次", document.name));
            return;
        }
        const auto json = model::to_json(document.node);
        if (json.size() > limits::kPackFileBytesMax) {
            complain(place_of(document, fmt::format("不超过 {} 字节", limits::kPackFileBytesMax)),
                     fmt::format("“{}”太大", document.name));
        }
        const auto known =
            std::find_if(documents_.begin(), documents_.end(), [&](const auto& other) {
                return other.kind == document.kind && other.name == document.name;
            });
        if (known == documents_.end()) {
            documents_.push_back(document);
        } else if (model::to_json(known->node) != json) {
            *known = document;
        }
    }

    void retire(Kind kind, std::string_view title, const std::vector<std::string>& names) {
        for (const auto& name : names) {
            if (put_.contains({kind, name})) {
                complain({"", "", 0, "", name, "二者选一"},
                         fmt::format("{}“{}”又改又停用", title, name));
            } else if (!in_force_.contains({kind, name})) {
                complain({"", "", 0, "", name, nearest(name, names_of(kind)).value_or("")},
                         fmt::format("没有{}“{}”", title, name));
            }
            retired_.emplace(kind, name);
        }
    }

    std::vector<std::string> names_of(Kind kind) const {
        std::vector<std::string> names;
        for (const auto& [known, name] : in_force_) {
            if (known == kind) {
                names.push_back(name);
            }
        }
        return names;
    }

    bool hangs_on_retired(const DefinitionDocument& document) const {
        const auto names = [&](Kind kind, std::string_view key) {
            const auto* value = document.node.find(key);
            return value != nullptr && retired_.contains({kind, value->scalar});
        };
        if (document.kind == Kind::Map) {
            return names(Kind::Ledger, "ledger");
        }
        const auto parts = document.kind == Kind::Indicator ? parts_of_ratio(document.node)
                                                            : std::vector<std::string>();
        return (document.kind == Kind::Indicator && names(Kind::Ledger, "of")) ||
               std::any_of(parts.begin(), parts.end(), [&](const auto& part) {
                   return retired_.contains({Kind::Indicator, part});
               });
    }

    // Figures of a ledger that is no more, ratios of these, maps into it. What was just given is
    // meant to stay, and is then told to be wrong.
    void retire_dependent() {
        bool more = !retired_.empty();
        while (more) {
            more = false;
            for (const auto& document : documents_) {
                if (!put_.contains({document.kind, document.name}) && hangs_on_retired(document)) {
                    more = retired_.emplace(document.kind, document.name).second || more;
                }
            }
        }
        std::erase_if(documents_, [&](const auto& document) {
            return retired_.contains({document.kind, document.name}) &&
                   !put_.contains({document.kind, document.name});
        });
    }

    std::vector<DefinitionDocument> documents_;
    const DefinitionChange& change_;
    PackProblems problems_;
    std::set<std::pair<Kind, std::string>> in_force_;
    std::set<std::pair<Kind, std::string>> put_;
    std::set<std::pair<Kind, std::string>> retired_;
};

}  // namespace

DefinitionChange read_change(const std::string& yaml) {
    DefinitionChange change;
    change.documents = model::read_pack_files({{std::string(kOfficeFile), yaml}}, change.problems);
    return change;
}

Result<ChangePlan> plan_change(store::ReadTx& tx, const DefinitionChange& change) {
    ChangePlan plan;
    plan.version = tx.definitions_version().value_or(0);
    plan.stored = tx.definitions();
    plan.before = TZ_TRY(stored_ledgers(plan.stored));
    Planner planner(TZ_TRY(documents_in_force(plan.stored)), change);
    plan.checked = planner.run();
    plan.retired = planner.retired();
    check_stored(tx, plan.stored, plan.before, plan.checked);
    return plan;
}

}  // namespace taizhang::service
