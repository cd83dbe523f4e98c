// SPDX-License-Identifier: Apache-2.0
// Definitions into a store: the first time, and every time they change.
#pragma once

#include <string>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

// A pack with everything checked, report templates included.
struct CheckedPack {
    std::vector<model::DefinitionDocument> documents;
    model::Pack pack;
    model::PackProblems problems;
};
CheckedPack check_pack(const std::vector<model::PackFile>& files);

struct InstallOutcome {
    std::vector<std::string> added;  // "ledger temporary_relief"
    std::vector<std::string> changed;
    std::vector<std::string> retired;  // no longer in the pack; records and figures stay
    std::vector<std::string> rebuilt;  // indicators whose roll-ups were counted anew
};

enum class InstallMode { Apply, DryRun };

// Refuses what would lose data: a field that goes (retire it instead) or changes its type.
Result<InstallOutcome> install_pack(const Session& session, const CheckedPack& checked,
                                    InstallMode mode);

Result<void> create_office(const Session& session, const std::string& code,
                           const std::string& name);

}  // namespace taizhang::service
