// SPDX-License-Identifier: Apache-2.0
// What may go wrong around a store before it does: told in the order in which one would look.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

enum class Health {
    Good,
    Notice,  // works; something is to be done some time
    Wrong,   // data is at risk, or something does not work
};

struct Finding {
    Health health = Health::Good;
    std::string name;   // for programs: disk_space
    std::string title;  // 磁盘空间
    std::string found;
    std::string advice;  // empty: nothing to do
};
using Findings = std::vector<Finding>;

bool is_well(const Findings& findings);  // nothing is wrong
std::string_view health_name(Health health);

// Who may read it, and what room is left. `folder` is one that exists.
Findings examine_folder(const std::filesystem::path& folder);
// The room left on the disk of that folder.
Finding examine_disk(const std::filesystem::path& folder, std::string name, std::string title);
// Of the server's certificate; nothing where there is none.
Findings examine_certificate(std::optional<Date> until, Date today);
// What the program uses of other programs.
Findings examine_machine();
// The database, its clock, its index, its backups and what was left undone. The check of the
// database reads it from one end to the other; `go_on` stops it.
Result<Findings> examine_store(const Session& session, Instant now, const store::GoOn& go_on);
// The files of records: those that are missing, those that nothing refers to, and their disk.
Result<Findings> examine_attachments(const Session& session, Instant now, const store::GoOn& go_on);

}  // namespace taizhang::service
