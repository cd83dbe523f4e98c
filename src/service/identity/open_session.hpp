// SPDX-License-Identifier: Apache-2.0
// The one place where a session begins, however somebody has shown who he is.
#pragma once

#include <string>

#include "store/store.hpp"

namespace taizhang::service {

struct SessionOrigin {
    std::string address;
    std::string agent;
    std::string replaces;  // the secret of a session that this one takes the place of
};

// The new session's secret. Ends sessions that have expired, and the oldest beyond the limit.
std::string open_session(store::WriteTx& tx, const store::Account& account,
                         const SessionOrigin& origin);

}  // namespace taizhang::service
