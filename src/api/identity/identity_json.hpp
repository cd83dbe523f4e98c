// SPDX-License-Identifier: Apache-2.0
// Accounts, sessions, tokens and audit events as JSON.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "api/route.hpp"
#include "service/identity/accounts.hpp"
#include "service/identity/audit_log.hpp"
#include "service/identity/tokens.hpp"

namespace taizhang::api {

boost::json::value optional_instant(Instant moment);           // null for never
std::string text_at(const Call& call, std::string_view name);  // of the body; empty for none
// Of the path; NotFound where it is no id.
Result<std::int64_t> id_at(const Call& call, std::string_view name);

boost::json::object account_json(const service::AccountRow& row);
boost::json::array holdings_json(const access::Principal& principal);
std::vector<service::RoleRequest> read_roles(const boost::json::object& body);

Schema account_schema();
Schema roles_schema();   // as they are shown
Schema role_requests();  // as they are asked for
Schema password_schema(std::string_view description);
Schema permissions_schema();

}  // namespace taizhang::api
