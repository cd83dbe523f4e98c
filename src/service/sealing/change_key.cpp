// SPDX-License-Identifier: Apache-2.0
#include "service/sealing/change_key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "sealing/keyring.hpp"
#include "service/verify/traced_ledgers.hpp"

namespace taizhang::service {
namespace {

void note_event(store::WriteTx& tx, const Session& session, store::AuditAction action,
                boost::json::object note) {
    store::AuditEvent event;
    event.actor = session.principal.name;
    event.action = action;
    event.diff = boost::json::serialize(note);
    tx.append_event(std::move(event));
}

Result<store::SealingState> state_of(const Session& session) {
    store::SealingState state;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        state = tx.sealing();
        return {};
    }));
    return state;
}

std::string current_key(const store::SealingState& state) {
    return sealing::key_name(state.keys.back().id);
}

// One commit. In the order of their ids, which a change of definitions does not alter.
Result<store::SealingStep> seal_some(store::WriteTx& tx) {
    const auto definitions = TZ_TRY(load_definitions(tx));
    const auto retired = TZ_TRY(retired_ledgers(tx));
    auto ledgers = traced_ledgers(*definitions, retired);
    std::sort(ledgers.begin(), ledgers.end(),
              [](const auto& one, const auto& other) { return one.id < other.id; });
    return tx.seal_some(ledgers, limits::kResealedRowsMax);
}

Result<void> run_pass(const Session& session, const WorkReport& report, SealingOutcome& outcome) {
    store::SealingStep step;
    while (!step.done) {
        TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
            step = TZ_TRY(seal_some(tx));
            if (step.done) {
                note_event(tx, session, store::AuditAction::FieldsSealed,
                           {{"key", outcome.key}, {"rows", outcome.rows + step.rows}});
            }
            return {};
        }));
        outcome.rows += step.rows;
        outcome.damaged += step.damaged;
        if (!step.done && report && !report({outcome.rows, 0})) {
            return fail(ErrorCode::Interrupted, "已停下，再运行一次就接着做", "stopped");
        }
    }
    return {};
}

}  // namespace

std::vector<std::string> key_suites() {
    return {std::string(sealing::suite_name(sealing::Suite::Aes)),
            std::string(sealing::suite_name(sealing::Suite::Sm))};
}

Result<sealing::Suite> key_suite(const std::string& name) {
    const auto suite = sealing::suite_named(name);
    if (!suite) {
        return fail_at(ErrorCode::InvalidInput,
                       SourcePlace{"", "", 0, "--suite", name, join(key_suites(), "、")},
                       "没有这种算法", "no such suite");
    }
    return *suite;
}

std::string key_text(const sealing::KeyInfo& key) {
    return sealing::key_name(key.id);
}

std::string key_suite_text(const sealing::KeyInfo& key) {
    return std::string(sealing::suite_name(key.suite));
}

Result<SealingOutcome> change_key(const Session& session, sealing::Suite suite,
                                  const WorkReport& report) {
    TZ_TRY(access::authorize(session.principal, access::Permission::Administer));
    if (TZ_TRY(state_of(session)).pass) {
        return finish_sealing(session, report);
    }
    SealingOutcome outcome;
    // Into the file before anything is under it.
    outcome.key = TZ_TRY(session.store.add_key(suite, system_now()));
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        tx.begin_sealing_pass(store::SealingPass::Kind::Anew);
        note_event(tx, session, store::AuditAction::KeyChanged, {{"key", outcome.key}});
        return {};
    }));
    TZ_TRY(run_pass(session, report, outcome));
    return outcome;
}

Result<SealingOutcome> finish_sealing(const Session& session, const WorkReport& report) {
    TZ_TRY(access::authorize(session.principal, access::Permission::Administer));
    const auto state = TZ_TRY(state_of(session));
    SealingOutcome outcome;
    outcome.key = current_key(state);
    if (!state.pass) {
        return outcome;
    }
    outcome.went_on = true;
    if (state.pass->kind == store::SealingPass::Kind::First &&
        *state.pass == store::SealingPass{store::SealingPass::Kind::First}) {
        TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
            tx.begin_sealing_pass(store::SealingPass::Kind::First);
            return {};
        }));
    }
    TZ_TRY(run_pass(session, report, outcome));
    return outcome;
}

}  // namespace taizhang::service
