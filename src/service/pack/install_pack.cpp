// SPDX-License-Identifier: Apache-2.0
#include "service/pack/install_pack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "report/template.hpp"
#include "service/pack/check_stored.hpp"
#include "service/pack/stored_documents.hpp"
#include "service/reporting/rebuild_rollups.hpp"

namespace taizhang::service {

using model::DefinitionDocument;

namespace {

using Kind = DefinitionDocument::Kind;
using Name = std::pair<std::string, std::string>;  // kind and name

// Whether both trees have the same there.
bool same_at(const model::Node& one, const model::Node& other, std::string_view key) {
    const auto* left = one.find(key);
    const auto* right = other.find(key);
    return (left == nullptr) == (right == nullptr) &&
           (left == nullptr || model::to_json(*left) == model::to_json(*right));
}

class Installer {
  public:
    Installer(store::WriteTx& tx, const CheckedPack& checked, const InstallNote& note)
        : tx_(tx), checked_(checked), note_(note) {
        for (auto& definition : tx.definitions()) {
            next_id_ = std::max(next_id_, definition.id + 1);
            Name name{definition.kind, definition.name};
            known_.emplace(std::move(name), std::move(definition));
        }
    }

    Result<InstallOutcome> run() {
        for (const auto& document : checked_.documents) {
            TZ_TRY(put(document));
        }
        retire_missing();
        if (outcome_.nothing()) {
            return outcome_;
        }
        const auto definitions = TZ_TRY(load_definitions(tx_));
        for (const auto& ledger : shaped_) {
            TZ_TRY(tx_.shape_table(definitions->table(*definitions->catalog.pack.ledger(ledger))));
        }
        if (!outcome_.rebuilt.empty()) {
            TZ_TRY(rebuild_rollups(tx_, *definitions, outcome_.rebuilt));
        }
        TZ_TRY(rebuild_ledgers(tx_, *definitions, restored_));
        append_event();
        return outcome_;
    }

  private:
    Result<void> put(const DefinitionDocument& document) {
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
            seen_.insert(known->first);
            if (known->second.json == definition.json && !known->second.retired) {
                return {};
            }
            definition.id = known->second.id;
            definition.version = known->second.version + 1;
            outcome_.changed.push_back(label);
        }
        if (document.kind == Kind::Ledger) {
            shaped_.push_back(document.name);
            if (known != known_.end() && known->second.retired) {
                restored_.push_back(document.name);
            }
        }
        if (document.kind == Kind::Indicator) {
            TZ_TRY(note_indicator(document, known == known_.end() ? nullptr : &known->second));
        }
        tx_.put_definition(definition);
        return {};
    }

    // What it counts may be another thing from now on; a new title is none.
    Result<void> note_indicator(const DefinitionDocument& document,
                                const store::StoredDefinition* known) {
        if (known != nullptr && !known->retired) {
            const auto before = TZ_TRY(model::node_from_json(known->json));
            if (same_at(before, document.node, "of") && same_at(before, document.node, "measure") &&
                same_at(before, document.node, "where")) {
                return {};
            }
        }
        if (checked_.pack.indicator(document.name)->is_additive()) {
            outcome_.rebuilt.push_back(document.name);
        } else if (known != nullptr) {
            tx_.clear_rollup(IndicatorId{known->id});
        }
        return {};
    }

    // A ledger that leaves the pack keeps its table; its definition is marked, not removed. What
    // the office itself chose stays.
    void retire_missing() {
        for (auto& [name, definition] : known_) {
            const bool own = name.first == "pack" || name.first == kColumnsKind;
            if (seen_.contains(name) || definition.retired || own) {
                continue;
            }
            definition.retired = true;
            ++definition.version;
            if (!note_.retired_by.empty()) {
                definition.file = note_.retired_by;
            }
            tx_.put_definition(definition);
            outcome_.retired.push_back(name.first + " " + name.second);
        }
    }

    void append_event() {
        store::AuditEvent event;
        event.actor = note_.actor;
        event.action = store::AuditAction::DefinitionsInstalled;
        event.revision = tx_.definitions_version().value_or(0) + 1;
        event.diff = note_.text(outcome_);
        tx_.append_event(std::move(event));
    }

    store::WriteTx& tx_;
    const CheckedPack& checked_;
    const InstallNote& note_;
    std::map<Name, store::StoredDefinition> known_;
    std::set<Name> seen_;
    std::vector<std::string> shaped_;    // ledgers whose tables may need columns
    std::vector<std::string> restored_;  // ledgers that were retired: nobody kept their roll-ups
    std::int64_t next_id_ = 1;
    InstallOutcome outcome_;
};

// The pack's, but for those that the office made, changed or retired.
CheckedPack with_offices_own(const std::vector<store::StoredDefinition>& stored,
                             std::vector<DefinitionDocument> own, const CheckedPack& pack,
                             std::vector<std::string>& kept) {
    std::set<Name> names;
    for (const auto& definition : stored) {
        if (is_offices_own(definition)) {
            names.emplace(definition.kind, definition.name);
            kept.push_back(definition.kind + " " + definition.name);
        }
    }
    auto documents = pack.documents;
    std::erase_if(documents, [&](const auto& document) {
        return names.contains({kind_name(document.kind), document.name});
    });
    for (auto& document : own) {
        if (document.file == kOfficeFile) {
            documents.push_back(std::move(document));
        }
    }
    return check_documents(std::move(documents));
}

Result<InstallOutcome> install_in(store::WriteTx& tx, const std::string& actor,
                                  const CheckedPack& pack) {
    const auto stored = tx.definitions();
    std::vector<std::string> kept;
    auto checked = with_offices_own(stored, TZ_TRY(documents_in_force(stored)), pack, kept);
    const auto before = stored.empty() ? model::Pack{} : TZ_TRY(stored_ledgers(stored));
    check_stored(tx, stored, before, checked);
    if (!checked.problems.empty()) {
        return tl::unexpected(checked.problems.errors.front());
    }
    const InstallNote note{actor,
                           [&](const InstallOutcome&) {
                               return fmt::format("{{\"pack\":\"{}\",\"version\":\"{}\"}}",
                                                  checked.pack.name, checked.pack.version);
                           },
                           ""};
    auto outcome = TZ_TRY(put_definitions(tx, checked, note));
    outcome.kept = std::move(kept);
    return outcome;
}

}  // namespace

CheckedPack check_pack(const std::vector<model::PackFile>& files) {
    model::PackProblems problems;
    auto documents = model::read_pack_files(files, problems);
    return check_documents(std::move(documents), std::move(problems));
}

CheckedPack check_documents(std::vector<DefinitionDocument> documents,
                            model::PackProblems problems) {
    CheckedPack checked{std::move(documents), {}, std::move(problems)};
    checked.pack = model::build_pack(checked.documents, checked.problems);
    if (checked.problems.empty()) {
        for (const auto& source : checked.pack.reports) {
            report::parse_template(source, checked.pack, checked.problems);
        }
    }
    return checked;
}

Result<InstallOutcome> put_definitions(store::WriteTx& tx, const CheckedPack& checked,
                                       const InstallNote& note) {
    return Installer(tx, checked, note).run();
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
        outcome = TZ_TRY(install_in(tx, grant.actor(), checked));
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
