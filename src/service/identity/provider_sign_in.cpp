// SPDX-License-Identifier: Apache-2.0
#include "service/identity/provider_sign_in.hpp"

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "service/identity/identity_events.hpp"
#include "service/identity/throttle.hpp"

namespace taizhang::service {

using store::AuditAction;

namespace {

// Of somebody who has no account, or no longer: he waits by himself, and not his whole office with
// him. No account has a name like it.
std::string throttle_name(const ProviderIdentity& identity) {
    constexpr std::size_t kCharacters = 40;
    return "oidc " +
           to_hex(sha256(identity.issuer + "\n" + identity.subject)).substr(0, kCharacters);
}

// Unlike what is typed for a name, issuer and subject are no secrets: an administrator reads here
// whom he might link.
void note_refusal(store::WriteTx& tx, const ProviderIdentity& identity,
                  const std::optional<store::Account>& account, const std::string& address) {
    boost::json::object note{{"why", account ? "disabled" : "not linked"},
                             {"address", address},
                             {"issuer", identity.issuer},
                             {"subject", identity.subject}};
    if (account) {
        note["account"] = account->name;
    }
    note_name_failure(tx, throttle_name(identity));
    append_identity_event(tx, kNobody, AuditAction::SignInFailed, note);
}

std::optional<store::Account> linked_account(store::ReadTx& tx, const ProviderIdentity& identity) {
    const auto link = tx.identity().provider_link(identity.issuer, identity.subject);
    return link ? tx.identity().account(link->account) : std::nullopt;
}

}  // namespace

Result<std::int64_t> provider_wait(const Session& anyone, const std::string& address) {
    std::int64_t seconds = 0;
    TZ_TRY(anyone.store.read([&](store::ReadTx& tx) -> Result<void> {
        seconds = seconds_blocked(tx, address, system_now());
        return {};
    }));
    return seconds;
}

Result<SignInOutcome> sign_in_by_provider(const Session& anyone, const ProviderIdentity& identity,
                                          const SessionOrigin& origin) {
    SignInOutcome outcome;
    TZ_TRY(anyone.store.write([&](store::WriteTx& tx) -> Result<void> {
        outcome = {};
        auto account = linked_account(tx, identity);
        const std::string name =
            account && !account->disabled ? account->name : throttle_name(identity);
        outcome.wait_seconds = seconds_blocked(tx, name, origin.address, tx.now());
        if (outcome.wait_seconds > 0) {
            outcome.kind = SignInOutcome::Kind::Blocked;
            return {};
        }
        if (!account || account->disabled) {
            note_refusal(tx, identity, account, origin.address);
            return {};
        }
        account->signed_in_at = tx.now();
        tx.identity_writer().put_account(*account);
        note_success(tx, account->name);
        outcome.secret = open_session(tx, *account, origin);
        outcome.kind = SignInOutcome::Kind::SignedIn;
        append_identity_event(tx, account->name, AuditAction::SignedIn,
                              {{"address", origin.address}, {"issuer", identity.issuer}});
        return {};
    }));
    return outcome;
}

Result<void> note_provider_refusal(const Session& anyone, const std::string& address,
                                   const std::string& why) {
    return anyone.store.write([&](store::WriteTx& tx) -> Result<void> {
        note_address_failure(tx, address);
        append_identity_event(tx, kNobody, AuditAction::SignInFailed,
                              {{"why", why}, {"address", address}});
        return {};
    });
}

}  // namespace taizhang::service
