// SPDX-License-Identifier: Apache-2.0
// Definitions into a store: the first time, and every time they change.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

// Definitions with everything checked, report templates included.
struct CheckedPack {
    std::vector<model::DefinitionDocument> documents;
    model::Pack pack;
    model::PackProblems problems;
};
CheckedPack check_pack(const std::vector<model::PackFile>& files);
CheckedPack check_documents(std::vector<model::DefinitionDocument> documents,
                            model::PackProblems problems = {});

struct InstallOutcome {
    std::vector<std::string> added;  // "ledger temporary_relief"
    std::vector<std::string> changed;
    std::vector<std::string> retired;  // no longer in the pack; records and figures stay
    std::vector<std::string> kept;     // the office's own, whatever the pack says of them
    std::vector<std::string> rebuilt;  // indicators whose roll-ups were counted anew

    bool nothing() const { return added.empty() && changed.empty() && retired.empty(); }
};

enum class InstallMode { Apply, DryRun };

// Refuses what would lose data: a field that goes (retire it instead) or changes its type. What the
// office itself made or changed stays as it is.
Result<InstallOutcome> install_pack(const Session& session, const CheckedPack& checked,
                                    InstallMode mode);

// How the audit log tells of it.
struct InstallNote {
    std::string actor;
    // JSON, from what was done.
    std::function<std::string(const InstallOutcome&)> text;
    std::string retired_by;  // the file that retired definitions are of from now on; empty: as ever
};

// These are in force from now on, and nothing else: tables, roll-ups and the audit event with them.
// They were checked against what `tx` has stored. The event's revision is the new version of the
// definitions.
Result<InstallOutcome> put_definitions(store::WriteTx& tx, const CheckedPack& checked,
                                       const InstallNote& note);

Result<void> create_office(const Session& session, const std::string& code,
                           const std::string& name);

}  // namespace taizhang::service
