// SPDX-License-Identifier: Apache-2.0
// What a person does with the own account: sign in, look, change, leave.
#pragma once

#include "api/route.hpp"

namespace taizhang::api {

Result<Answer> sign_in(const Call& call);
Result<Answer> sign_out(const Call& call);
Result<Answer> who_am_i(const Call& call);
Result<Answer> change_password(const Call& call);
Result<Answer> list_sessions(const Call& call);
Result<Answer> end_session(const Call& call);
Result<Answer> list_own_tokens(const Call& call);
Result<Answer> create_own_token(const Call& call);
Result<Answer> revoke_own_token(const Call& call);
Result<Answer> offer_second_step(const Call& call);
Result<Answer> confirm_second_step(const Call& call);
Result<Answer> drop_second_step(const Call& call);

}  // namespace taizhang::api
