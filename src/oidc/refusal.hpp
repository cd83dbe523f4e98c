// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

namespace taizhang::oidc {

// Of what a provider sent; `why` is for the log, and holds nothing of it.
inline tl::unexpected<Error> refuse_token(const char* why) {
    return fail(ErrorCode::Forbidden, "登录服务器给的凭证不对，请重新登录", why);
}

}  // namespace taizhang::oidc
