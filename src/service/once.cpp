// SPDX-License-Identifier: Apache-2.0
#include "service/once.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <stdexcept>

#include "base/clock.hpp"
#include "base/limits.hpp"

namespace taizhang::service {
namespace {

Instant expired_at(Instant now) {
    return after(now, -limits::kKeptRequestSeconds);
}

// Keyed by what the database does not hold: a digest alone would let whoever reads the table try
// out names and numbers until one fits.
Digest keyed_digest(std::string_view key, std::string_view content) {
    Digest digest{};
    unsigned length = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest.data(),
             &length) == nullptr ||
        length != digest.size()) {
        throw std::runtime_error("no HMAC");
    }
    return digest;
}

}  // namespace

OnceKey once_key(const Caller& caller, std::string_view kind, std::string_view key,
                 std::string_view content) {
    CanonicalBytes scope;
    scope.add(caller.principal.name).add(caller.account.value).add(kind).add(key);
    return {scope.digest(), keyed_digest(key, content)};
}

Result<std::optional<store::KeptRequest>> find_done(store::Store& store, const OnceKey& key,
                                                    Instant now) {
    std::optional<store::KeptRequest> found;
    TZ_TRY(store.read([&](store::ReadTx& tx) -> Result<void> {
        found = tx.kept_request(key.id);
        return {};
    }));
    if (found && found->kept_at <= expired_at(now)) {
        found.reset();
    }
    return found;
}

Result<void> forget_old_requests(store::Store& store, Instant now) {
    std::int64_t dropped = 0;
    do {
        TZ_TRY(store.write([&](store::WriteTx& tx) -> Result<void> {
            dropped = tx.drop_requests(expired_at(now), limits::kKeptRequestsForgottenMax);
            return {};
        }));
    } while (dropped > 0);
    return {};
}

Result<void> OnceStore::write(const std::function<Result<void>(store::WriteTx&)>& work) {
    return store_.write([&](store::WriteTx& tx) -> Result<void> {
        TZ_TRY(work(tx));
        return keep(tx);
    });
}

Result<void> OnceStore::keep(store::WriteTx& tx) {
    const auto event = tx.last_event();
    // What appended nothing did nothing: it was refused, or there was nothing to change.
    if (kept_ || !event) {
        return {};
    }
    const bool kept = tx.keep_request(
        {key_.id, key_.fingerprint, tx.now(), event->ledger, event->record, event->revision},
        expired_at(tx.now()));
    done_by_other_ = !kept;
    if (!kept) {
        return fail(ErrorCode::Conflict, "这个请求刚刚已经办成", "the key was kept meanwhile");
    }
    // A few for each one, so that the table does not grow whoever never purges.
    tx.drop_requests(expired_at(tx.now()), limits::kKeptRequestsForgottenByTheWay);
    return {};
}

}  // namespace taizhang::service
