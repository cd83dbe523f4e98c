// SPDX-License-Identifier: Apache-2.0
// Whoever guesses passwords waits: longer each time, by account and by address.
#pragma once

#include <string>

#include "store/store.hpp"

namespace taizhang::service {

// 0: he may try.
std::int64_t seconds_blocked(store::ReadTx& tx, const std::string& name, const std::string& address,
                             Instant now);
// Of an address alone, before anybody has said who he is.
std::int64_t seconds_blocked(store::ReadTx& tx, const std::string& address, Instant now);
void note_address_failure(store::WriteTx& tx, const std::string& address);
void note_name_failure(store::WriteTx& tx, const std::string& name);
void note_failure(store::WriteTx& tx, const std::string& name, const std::string& address);
void note_success(store::WriteTx& tx, const std::string& name);

}  // namespace taizhang::service
