// SPDX-License-Identifier: Apache-2.0
// What the routes of files of records do, and their JSON.
#pragma once

#include "api/route.hpp"

namespace taizhang::api {

Schema attachment_schema();
boost::json::value example_attachment();

Result<Answer> list_attachments(const Call& call);
Result<Answer> get_attachment(const Call& call);
Result<Answer> read_attachment(const Call& call);
Result<Answer> publish_attachment(const Call& call);
Result<Answer> add_attachments(const Call& call);
Result<Answer> remove_attachment(const Call& call);
Result<Answer> restore_attachment(const Call& call);
Result<Answer> reveal_attachment(const Call& call);
// What was answered when the request was carried out.
Result<Answer> added_attachments(const Call& call, const store::KeptRequest& kept);
Result<Answer> restored_attachment(const Call& call, const store::KeptRequest& kept);

}  // namespace taizhang::api
