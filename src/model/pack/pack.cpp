// SPDX-License-Identifier: Apache-2.0
#include "model/pack/pack.hpp"

#include <fmt/format.h>

#include <map>
#include <tuple>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/pack/read_head.hpp"
#include "model/pack/read_ledger.hpp"
#include "model/pack/read_map.hpp"
#include "model/pack/read_role.hpp"

namespace taizhang::model {
namespace {

using Kind = DefinitionDocument::Kind;

void complain(PackProblems& problems, const std::string& file, std::size_t line,
              std::string message, std::string expected) {
    Node at;
    at.line = line;
    TreeReader(file, problems).complain(at, std::move(message), std::move(expected));
}

// Names must be unique in each kind; prefixes of numbers too.
void check_unique(const std::vector<DefinitionDocument>& documents, PackProblems& problems) {
    std::map<std::pair<Kind, std::string>, std::string> seen;
    std::map<std::string, std::string> prefixes;
    for (const auto& document : documents) {
        const auto [at, added] =
            seen.emplace(std::pair{document.kind, document.name}, document.file);
        if (!added) {
            complain(problems, document.file, document.node.line,
                     fmt::format("“{}”已在 {} 定义", document.name, at->second), "换一个名称");
        }
        const Node* prefix = document.kind == Kind::Ledger ? document.node.find("number") : nullptr;
        if (prefix != nullptr && !prefixes.emplace(prefix->scalar, document.name).second) {
            complain(problems, document.file, prefix->line,
                     fmt::format("编号前缀“{}”已由台账 {} 使用", prefix->scalar,
                                 prefixes[prefix->scalar]),
                     "每本台账一个前缀");
        }
    }
}

void check_counts(const std::vector<DefinitionDocument>& documents, PackProblems& problems) {
    for (const auto& [kind, title, most] :
         {std::tuple(Kind::Ledger, "台账", limits::kLedgersMax),
          std::tuple(Kind::Indicator, "指标", limits::kIndicatorsMax)}) {
        std::size_t count = 0;
        for (const auto& document : documents) {
            count += document.kind == kind ? 1 : 0;
            if (document.kind == kind && count == most + 1) {
                complain(problems, document.file, document.node.line, fmt::format("{}太多", title),
                         fmt::format("不超过 {} 个", most));
            }
        }
    }
}

class RatioChecker {
  public:
    explicit RatioChecker(const Pack& pack) : pack_(pack) {}

    // 0: fine, else what is wrong.
    std::string problem(const IndicatorDefinition& indicator) const {
        for (const auto& part : {indicator.numerator, indicator.denominator}) {
            if (pack_.indicator(part) == nullptr) {
                return fmt::format("比率里的指标“{}”没有定义", part);
            }
        }
        return depth(indicator, 0) > limits::kRatioDepthMax ? "比率套着自己，或套得太深" : "";
    }

  private:
    int depth(const IndicatorDefinition& indicator, int above) const {
        if (indicator.measure != Measure::Ratio || above > limits::kRatioDepthMax) {
            return above;
        }
        int deepest = above + 1;
        for (const auto& part : {indicator.numerator, indicator.denominator}) {
            if (const auto* inner = pack_.indicator(part)) {
                deepest = std::max(deepest, depth(*inner, above + 1));
            }
        }
        return deepest;
    }

    const Pack& pack_;
};

std::string nearest_indicator(const Pack& pack, const IndicatorDefinition& ratio) {
    for (const auto& part : {ratio.numerator, ratio.denominator}) {
        if (pack.indicator(part) == nullptr) {
            return nearest(part, pack.indicators.names()).value_or("已定义的指标名");
        }
    }
    return "分子分母都不是它自己";
}

std::size_t reference_line(const Node& ledger, std::string_view field_name) {
    for (const auto& field : ledger.find("fields")->items) {
        const Node* to = field.find("to");
        if (to != nullptr && field.find("name")->scalar == field_name) {
            return to->line;
        }
    }
    return ledger.line;
}

void check_references(const std::vector<DefinitionDocument>& documents, const Pack& pack,
                      PackProblems& problems) {
    const RatioChecker ratios(pack);
    for (const auto& document : documents) {
        if (document.kind == Kind::Ledger) {
            const auto* ledger = pack.ledger(document.name);
            for (const auto& field : ledger->fields) {
                if (!field.reference_to.empty() && pack.ledger(field.reference_to) == nullptr) {
                    complain(problems, document.file, reference_line(document.node, field.name),
                             fmt::format("字段 {} 指向没有定义的台账“{}”", field.name,
                                         field.reference_to),
                             "已定义的台账名");
                }
            }
        }
        const auto* indicator =
            document.kind == Kind::Indicator ? pack.indicator(document.name) : nullptr;
        if (indicator != nullptr && indicator->measure == Measure::Ratio) {
            if (auto problem = ratios.problem(*indicator); !problem.empty()) {
                complain(problems, document.file, document.node.find("measure")->line,
                         std::move(problem), nearest_indicator(pack, *indicator));
            }
        }
    }
}

void build_kind(Kind kind, const std::vector<DefinitionDocument>& documents, Pack& pack,
                PackProblems& problems) {
    for (const auto& document : documents) {
        if (document.kind != kind) {
            continue;
        }
        TreeReader reader(document.file, problems);
        switch (kind) {
            case Kind::Pack:
                read_head(document.node, pack, reader);
                break;
            case Kind::Ledger:
                pack.ledgers.push_back(read_ledger(document.node, pack, reader));
                break;
            case Kind::Indicator:
                pack.indicators.push_back(read_indicator(document.node, pack, reader));
                break;
            case Kind::Report:
                pack.reports.push_back(read_report(document, reader));
                break;
            case Kind::Map:
                pack.maps.push_back(read_map(document.node, pack, reader));
                break;
            case Kind::Role:
                pack.roles.push_back(read_role(document.node, pack, reader));
                break;
        }
    }
}

}  // namespace

Pack build_pack(const std::vector<DefinitionDocument>& documents, PackProblems& problems) {
    Pack pack;
    const auto heads = std::count_if(documents.begin(), documents.end(), [](const auto& document) {
        return document.kind == Kind::Pack;
    });
    if (heads != 1) {
        complain(problems, "pack.yaml", 0, "缺少 pack.yaml，或有不止一个", "正好一个 pack.yaml");
    }
    check_unique(documents, problems);
    check_counts(documents, problems);
    for (const auto kind :
         {Kind::Pack, Kind::Ledger, Kind::Indicator, Kind::Report, Kind::Map, Kind::Role}) {
        build_kind(kind, documents, pack, problems);
    }
    if (problems.empty()) {
        check_references(documents, pack, problems);
    }
    return pack;
}

}  // namespace taizhang::model
