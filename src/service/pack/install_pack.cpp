// SPDX-License-Identifier: Apache-2.0
#include "service/pack/install_pack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/template.hpp"
#include "service/reporting/rebuild_rollups.hpp"

namespace taizhang::service {

using model::DefinitionDocument;
using model::LedgerDefinition;

namespace {

using Kind = DefinitionDocument::Kind;

std::string kind_name(Kind kind) {
    switch (kind) {
        case Kind::Ledger:
            return "ledger";
        case Kind::Indicator:
            return "indicator";
        case Kind::Report:
            return "report";
        case Kind::Map:
            return "map";
        case Kind::Role:
            return "role";
        default:
            return "pack";
    }
}

Result<void> check_fields(const LedgerDefinition& before, const LedgerDefinition& after) {
    for (const auto& field : before.fields) {
        const auto index = after.field_index(field.name);
        const auto refuse = [&](std::string_view what, std::string_view instead) {
            return fail(
                ErrorCode::Conflict,
                fmt::format("台账 {} 的字段 {} {}。{}", before.name, field.name, what, instead),
                fmt::format("{}.{} cannot change so", before.name, field.name));
        };
        if (!index) {
            return refuse("不见了", "不再用的字段写 retired: true");
        }
        const auto& now = after.fields[*index];
        if (now.type != field.type || model::scale_of(now) != model::scale_of(field) ||
            now.role != field.role) {
            return refuse("改了类型", "停用旧字段，另加一个新字段");
        }
        // What is in its history cannot be sealed or opened any more.
        if (model::is_personal(now) != model::is_personal(field)) {
            return refuse(model::is_personal(now) ? "以前没有标为个人信息" : "不再标为个人信息",
                          "停用旧字段，另加一个新字段");
        }
        for (const auto& choice : field.choices) {
            if (now.choice(choice.code) == nullptr) {
                return refuse(fmt::format("少了选项 {}", choice.code), "用过的选项要留着");
            }
        }
    }
    return {};
}

class Installer {
  public:
    Installer(store::WriteTx& tx, const access::Grant& grant, const CheckedPack& checked)
        : tx_(tx), grant_(grant), checked_(checked) {
        for (auto& definition : tx.definitions()) {
            next_id_ = std::max(next_id_, definition.id + 1);
            const std::string kind = definition.kind;
            const std::string name = definition.name;
            known_.emplace(std::pair{kind, name}, std::move(definition));
        }
    }

    Result<InstallOutcome> run() {
        if (auto checked = check_known_ledgers(); !checked) {
            return tl::unexpected(checked.error());
        }
        for (const auto& document : checked_.documents) {
            put(document);
        }
        retire_missing();
        if (outcome_.added.empty() && outcome_.changed.empty() && outcome_.retired.empty()) {
            return outcome_;
        }
        const auto definitions = TZ_TRY(load_definitions(tx_));
        for (const auto& ledger : definitions->catalog.pack.ledgers) {
            if (auto shaped = tx_.shape_table(definitions->table(ledger)); !shaped) {
                return tl::unexpected(shaped.error());
            }
        }
        if (!outcome_.rebuilt.empty()) {
            if (auto rebuilt = rebuild_rollups(tx_, *definitions, outcome_.rebuilt); !rebuilt) {
                return tl::unexpected(rebuilt.error());
            }
        }
        store::AuditEvent event;
        event.actor = grant_.actor();
        event.action = store::AuditAction::DefinitionsInstalled;
        event.diff = fmt::format("{{\"pack\":\"{}\",\"version\":\"{}\"}}", checked_.pack.name,
                                 checked_.pack.version);
        tx_.append_event(std::move(event));
        return outcome_;
    }

  private:
    Result<void> check_known_ledgers() {
        if (known_.empty()) {
            return {};
        }
        const auto before = TZ_TRY(load_definitions(tx_));
        for (const auto& ledger : before->catalog.pack.ledgers) {
            const auto* after = checked_.pack.ledger(ledger.name);
            if (after == nullptr) {
                continue;
            }
            if (auto checked = check_fields(ledger, *after); !checked) {
                return checked;
            }
        }
        return {};
    }

    void put(const DefinitionDocument& document) {
        store::StoredDefinition definition;
        definition.kind = kind_name(document.kind);
        definition.name = document.name;
        definition.file = document.file;
        definition.json = model::to_json(document.node);
        const std::string label = definition.kind + " " + definition.name;
        const auto known = known_.find({definition.kind, definition.name});
        if (known == known_.end()) {
            definition.id = next_id_++;
            outcome_.added.push_back(label);
        } else {
            seen_.push_back(known->first);
            if (known->second.json == definition.json && !known->second.retired) {
                return;
            }
            definition.id = known->second.id;
            definition.version = known->second.version + 1;
            outcome_.changed.push_back(label);
        }
        if (document.kind == Kind::Indicator &&
            checked_.pack.indicator(document.name)->is_additive()) {
            outcome_.rebuilt.push_back(document.name);
        }
        tx_.put_definition(definition);
    }

    // A ledger that leaves the pack keeps its table; its definition is marked, not removed. What
    // the office itself chose stays.
    void retire_missing() {
        for (auto& [key, definition] : known_) {
            const bool seen = std::find(seen_.begin(), seen_.end(), key) != seen_.end();
            const bool own = key.first == "pack" || key.first == "columns";
            if (seen || definition.retired || own) {
                continue;
            }
            definition.retired = true;
            ++definition.version;
            tx_.put_definition(definition);
            outcome_.retired.push_back(key.first + " " + key.second);
        }
    }

    store::WriteTx& tx_;
    const access::Grant& grant_;
    const CheckedPack& checked_;
    std::map<std::pair<std::string, std::string>, store::StoredDefinition> known_;
    std::vector<std::pair<std::string, std::string>> seen_;
    std::int64_t next_id_ = 1;
    InstallOutcome outcome_;
};

}  // namespace

CheckedPack check_pack(const std::vector<model::PackFile>& files) {
    CheckedPack checked;
    checked.documents = model::read_pack_files(files, checked.problems);
    checked.pack = model::build_pack(checked.documents, checked.problems);
    if (checked.problems.empty()) {
        for (const auto& source : checked.pack.reports) {
            report::parse_template(source, checked.pack, checked.problems);
        }
    }
    return checked;
}

Result<InstallOutcome> install_pack(const Session& session, const CheckedPack& checked,
                                    InstallMode mode) {
    const auto grant = TZ_TRY(access::authorize(session.principal, access::Permission::Administer));
    if (!checked.problems.empty()) {
        return tl::unexpected(checked.problems.errors.front());
    }
    InstallOutcome outcome;
    const Error dry_run{ErrorCode::Interrupted, "", "dry run", std::nullopt};
    auto written = session.store.write([&](store::WriteTx& tx) -> Result<void> {
        outcome = TZ_TRY(Installer(tx, grant, checked).run());
        // A dry run does everything and then takes it back, so that it cannot be wrong.
        return mode == InstallMode::DryRun ? Result<void>(tl::unexpected(dry_run)) : Result<void>{};
    });
    if (!written && written.error().log != dry_run.log) {
        return tl::unexpected(written.error());
    }
    return outcome;
}

Result<void> create_office(const Session& session, const std::string& code,
                           const std::string& name) {
    const auto grant = TZ_TRY(access::authorize(session.principal, access::Permission::Administer));
    return session.store.write([&](store::WriteTx& tx) -> Result<void> {
        if (tx.office()) {
            return fail(ErrorCode::Conflict, "库里已有单位", "office exists");
        }
        tx.put_office({OfficeId{1}, code, name});
        store::AuditEvent event;
        event.actor = grant.actor();
        event.action = store::AuditAction::OfficeCreated;
        tx.append_event(std::move(event));
        return {};
    });
}

}  // namespace taizhang::service
