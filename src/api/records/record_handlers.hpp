// SPDX-License-Identifier: Apache-2.0
// What the routes of ledgers and records do.
#pragma once

#include "api/route.hpp"

namespace taizhang::api {

// An id of the path. NotFound, with the message, where it is none.
Result<std::int64_t> id_in_path(const Call& call, std::string_view name,
                                const std::string& message);
Result<RecordId> record_id(const Call& call);

Result<Answer> list_ledgers(const Call& call);
Result<Answer> get_ledger(const Call& call);
Result<Answer> list_records(const Call& call);
Result<Answer> get_record(const Call& call);
Result<Answer> get_record_history(const Call& call);
Result<Answer> create_record(const Call& call);
Result<Answer> change_record(const Call& call);
Result<Answer> remove_record(const Call& call);
Result<Answer> restore_record(const Call& call);
// What was answered when the request was carried out, from the revision it made.
Result<Answer> made_record(const Call& call, const store::KeptRequest& kept);
Result<Answer> restored_record(const Call& call, const store::KeptRequest& kept);

}  // namespace taizhang::api
