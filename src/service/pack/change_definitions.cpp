// SPDX-License-Identifier: Apache-2.0
#include "service/pack/change_definitions.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "service/pack/stored_documents.hpp"

namespace taizhang::service {

namespace json = boost::json;

namespace {

using Names = std::vector<std::string> InstallOutcome::*;

constexpr std::array<std::pair<std::string_view, Names>, 4> kParts = {{
    {"added", &InstallOutcome::added},
    {"changed", &InstallOutcome::changed},
    {"retired", &InstallOutcome::retired},
    {"rebuilt", &InstallOutcome::rebuilt},
}};

std::string note_of(const InstallOutcome& outcome, const std::string& reason) {
    json::object note;
    for (const auto& [key, part] : kParts) {
        if (!(outcome.*part).empty()) {
            note[key] = json::value_from(outcome.*part);
        }
    }
    if (!reason.empty()) {
        note["reason"] = reason;
    }
    return json::serialize(note);
}

InstallOutcome outcome_of(const std::string& note) {
    InstallOutcome outcome;
    const auto read = json::parse(note);
    for (const auto& [key, part] : kParts) {
        if (const auto* names = read.as_object().if_contains(key)) {
            outcome.*part = json::value_to<std::vector<std::string>>(*names);
        }
    }
    return outcome;
}

}  // namespace

Result<access::Grant> authorize_definitions(const Session& session) {
    auto grant = TZ_TRY(access::authorize(session.principal, access::Permission::DefineLedgers));
    const auto definitions = TZ_TRY(load_definitions(session));
    if (!grant.covers(definitions->areas.root())) {
        return fail(ErrorCode::Forbidden, "台账定义是整个单位的，要有整个单位的权限",
                    "definitions need the whole office");
    }
    return grant;
}

Result<ChangeOutcome> change_definitions(const Session& session, const DefinitionChange& change,
                                         std::optional<std::int64_t> seen) {
    const auto grant = TZ_TRY(authorize_definitions(session));
    if (character_count(change.reason) > limits::kReasonCharactersMax) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("事由最多 {} 字", limits::kReasonCharactersMax),
                    "reason is too long");
    }
    const InstallNote note{
        grant.actor(),
        [&](const InstallOutcome& outcome) { return note_of(outcome, change.reason); },
        std::string(kOfficeFile)};
    ChangeOutcome outcome;
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        outcome = {};
        outcome.version = tx.definitions_version().value_or(0);
        outcome.outdated = seen && *seen != outcome.version;
        if (outcome.outdated) {
            return {};
        }
        const auto plan = TZ_TRY(plan_change(tx, change));
        outcome.errors = plan.checked.problems.errors;
        if (outcome.errors.empty()) {
            outcome.done = TZ_TRY(put_definitions(tx, plan.checked, note));
            outcome.version += outcome.done.nothing() ? 0 : 1;
        }
        return {};
    }));
    return outcome;
}

Result<ChangeOutcome> change_of_version(const Session& session, std::int64_t version) {
    TZ_TRY(authorize_definitions(session));
    ChangeOutcome outcome;
    store::AuditLogQuery query;
    query.actions = {store::AuditAction::DefinitionsInstalled};
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        tx.scan_audit_log(query, [&](const store::AuditEvent& event) {
            if (event.revision == version) {
                outcome.version = version;
                outcome.done = outcome_of(event.diff);
            }
            return event.revision > version;
        });
        return {};
    }));
    if (outcome.version == 0) {
        return fail(ErrorCode::NotFound, "留痕里没有这次改动", "no change of that version");
    }
    return outcome;
}

}  // namespace taizhang::service
