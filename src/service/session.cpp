// SPDX-License-Identifier: Apache-2.0
#include "service/session.hpp"

#include <fmt/format.h>

#include "service/pack/stored_documents.hpp"

namespace taizhang::service {
namespace {

Error not_whole(const Error& why) {
    return Error{ErrorCode::Corrupt, "库中的定义不完整：" + describe(why),
                 "stored definitions do not hold", std::nullopt};
}

Result<model::Pack> whole_pack(const std::vector<store::StoredDefinition>& stored) {
    model::PackProblems problems;
    auto pack = model::build_pack(TZ_TRY(documents_in_force(stored)), problems);
    if (!problems.empty()) {
        return tl::unexpected(not_whole(problems.errors.front()));
    }
    return pack;
}

model::Pack pack_as_needed(std::vector<store::StoredDefinition> stored) {
    std::vector<model::StoredDocument> documents;
    documents.reserve(stored.size());
    for (auto& definition : stored) {
        if (is_in_force(definition)) {
            documents.push_back({kind_of(definition.kind), std::move(definition.name),
                                 std::move(definition.file), std::move(definition.json)});
        }
    }
    return model::open_pack(std::move(documents));
}

void note_ids(const std::vector<store::StoredDefinition>& stored, model::Catalog& catalog) {
    for (const auto& definition : stored) {
        if (is_in_force(definition) && definition.kind == "ledger") {
            catalog.ledger_ids[definition.name] = LedgerId{definition.id};
        } else if (is_in_force(definition) && definition.kind == "indicator") {
            catalog.indicator_ids[definition.name] = IndicatorId{definition.id};
        }
    }
}

Result<std::map<std::string, ColumnChoices>> read_choices(
    const std::vector<store::StoredDefinition>& stored) {
    std::map<std::string, ColumnChoices> all;
    for (const auto& definition : stored) {
        if (definition.kind == kColumnsKind) {
            all[definition.name] = TZ_TRY(choices_from_json(definition.json));
        }
    }
    return all;
}

template <typename ReadPack>
Result<DefinitionsPtr> read_definitions(store::ReadTx& tx, const ReadPack& read_pack) {
    const auto office = tx.office();
    if (!office) {
        return fail(ErrorCode::NotFound, "库里还没有单位，先运行 taizhang init", "no office");
    }
    auto stored = tx.definitions();
    model::Catalog catalog;
    note_ids(stored, catalog);
    auto choices = TZ_TRY(read_choices(stored));
    catalog.pack = TZ_TRY(Result<model::Pack>(read_pack(std::move(stored))));
    return std::make_shared<const Definitions>(Definitions{
        *office, std::move(catalog), model::AreaTree(tx.areas()), tx.units(), std::move(choices)});
}

}  // namespace

Result<ColumnChoices> choices_from_json(const std::string& json) {
    const auto node = TZ_TRY(model::node_from_json(json));
    ColumnChoices choices;
    for (const auto& [header, field] : node.entries) {
        choices[header] = field.scalar;
    }
    return choices;
}

const model::LedgerDefinition* Definitions::ledger(LedgerId id) const {
    for (const auto& [name, known] : catalog.ledger_ids) {
        if (known == id) {
            return catalog.pack.ledger(name);
        }
    }
    return nullptr;
}

Result<DefinitionsPtr> load_definitions(store::ReadTx& tx) {
    return read_definitions(tx, whole_pack);
}

Result<DefinitionsPtr> definitions_of(const Session& session, store::ReadTx& tx) {
    const auto version = tx.definitions_version();
    if (auto known = version ? session.definitions->find(*version) : nullptr) {
        return known;
    }
    auto definitions = TZ_TRY(read_definitions(tx, pack_as_needed));
    if (version) {
        session.definitions->keep(*version, definitions);
    }
    return definitions;
}

Result<void> read_defined(
    const Session& session,
    const std::function<Result<void>(store::ReadTx&, const DefinitionsPtr&)>& work) {
    return session.store.read([&](store::ReadTx& tx) -> Result<void> {
        try {
            return work(tx, TZ_TRY(definitions_of(session, tx)));
        } catch (const model::BrokenDefinition& broken) {
            return tl::unexpected(not_whole(broken.error));
        }
    });
}

Result<DefinitionsPtr> load_definitions(const Session& session) {
    DefinitionsPtr found;
    TZ_TRY(read_defined(session, [&](store::ReadTx&, const DefinitionsPtr& definitions) {
        found = definitions;
        return Result<void>();
    }));
    return found;
}

Result<AreaId> find_area(const Definitions& definitions, const access::Grant& grant,
                         const std::string& code_or_name) {
    AreaId area = code_or_name.empty() ? definitions.areas.root()
                                       : TZ_TRY(definitions.areas.find(code_or_name));
    const auto roots = grant.roots();
    if (code_or_name.empty() && !grant.covers(area) && roots.size() == 1) {
        area = roots.front();
    }
    if (!grant.covers(area)) {
        return fail(ErrorCode::Forbidden,
                    fmt::format("“{}”不在你的范围内",
                                code_or_name.empty() ? definitions.office.name : code_or_name),
                    "area is outside the scope");
    }
    return area;
}

}  // namespace taizhang::service
