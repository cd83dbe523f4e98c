// SPDX-License-Identifier: Apache-2.0
#include "service/identity/throttle.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"

namespace taizhang::service {
namespace {

// What somebody typed for a name may be anything, and long.
std::string account_key(const std::string& name) {
    return "account/" + first_characters(name, limits::kAccountNameCharactersMax);
}

std::string address_key(const std::string& address) {
    return "address/" + address;
}

void note(store::WriteTx& tx, const std::string& key, std::int64_t free) {
    auto throttle = tx.identity().throttle(key).value_or(store::Throttle{key, 0, {}, {}});
    if (after(throttle.last_at, limits::kSignInForgetSeconds) <= tx.now()) {
        throttle.failures = 0;
    }
    ++throttle.failures;
    throttle.last_at = tx.now();
    if (throttle.failures > free) {
        std::int64_t pause = limits::kSignInPauseSecondsFirst;
        for (auto i = free + 1; i < throttle.failures && pause < limits::kSignInPauseSecondsMax;
             ++i) {
            pause *= 2;
        }
        throttle.blocked_until = after(tx.now(), std::min(pause, limits::kSignInPauseSecondsMax));
    }
    tx.identity_writer().put_throttle(throttle);
}

std::int64_t seconds_of(store::ReadTx& tx, const std::string& key, Instant now) {
    const auto throttle = tx.identity().throttle(key);
    const auto left = throttle ? throttle->blocked_until.milliseconds - now.milliseconds : 0;
    return left > 0 ? left / 1'000 + 1 : 0;
}

}  // namespace

std::int64_t seconds_blocked(store::ReadTx& tx, const std::string& name, const std::string& address,
                             Instant now) {
    return std::max(seconds_of(tx, account_key(name), now), seconds_blocked(tx, address, now));
}

std::int64_t seconds_blocked(store::ReadTx& tx, const std::string& address, Instant now) {
    return seconds_of(tx, address_key(address), now);
}

void note_address_failure(store::WriteTx& tx, const std::string& address) {
    tx.identity_writer().drop_throttles_before(after(tx.now(), -limits::kSignInForgetSeconds));
    note(tx, address_key(address), limits::kAddressFailuresFree);
}

void note_name_failure(store::WriteTx& tx, const std::string& name) {
    tx.identity_writer().drop_throttles_before(after(tx.now(), -limits::kSignInForgetSeconds));
    note(tx, account_key(name), limits::kSignInFailuresFree);
}

void note_failure(store::WriteTx& tx, const std::string& name, const std::string& address) {
    note_address_failure(tx, address);
    note_name_failure(tx, name);
}

void note_success(store::WriteTx& tx, const std::string& name) {
    tx.identity_writer().drop_throttle(account_key(name));
}

}  // namespace taizhang::service
