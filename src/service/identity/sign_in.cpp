// SPDX-License-Identifier: Apache-2.0
#include "service/identity/sign_in.hpp"

#include "base/clock.hpp"
#include "service/identity/identity_events.hpp"
#include "service/identity/open_session.hpp"
#include "service/identity/password.hpp"
#include "service/identity/second_step.hpp"
#include "service/identity/throttle.hpp"

namespace taizhang::service {

using store::Account;
using store::AuditAction;

namespace {

struct Candidate {
    std::optional<Account> account;
    std::int64_t wait_seconds = 0;
};

Result<Candidate> look(const Session& anyone, const SignInRequest& request) {
    Candidate candidate;
    TZ_TRY(anyone.store.read([&](store::ReadTx& tx) -> Result<void> {
        candidate.wait_seconds = seconds_blocked(tx, request.name, request.address, system_now());
        candidate.account = tx.identity().account_named(request.name);
        return {};
    }));
    return candidate;
}

// What is typed for a name may be a password: only names that exist are written down.
Result<SignInOutcome> refuse(const Session& anyone, const SignInRequest& request,
                             const Candidate& candidate, const char* why) {
    TZ_TRY(anyone.store.write([&](store::WriteTx& tx) -> Result<void> {
        note_failure(tx, request.name, request.address);
        boost::json::object note{{"why", why}, {"address", request.address}};
        if (candidate.account) {
            note["account"] = candidate.account->name;
        }
        append_identity_event(tx, kNobody, AuditAction::SignInFailed, note);
        return {};
    }));
    return SignInOutcome{};
}

// Within the transaction, so that no number and no recovery code counts twice.
bool takes_code(store::WriteTx& tx, Account& account, const std::string& code) {
    if (const auto step =
            accepted_step(account.second_step, code, tx.now(), account.second_step_last)) {
        account.second_step_last = *step;
        return true;
    }
    return tx.identity_writer().take_recovery_code(account.id, secret_digest(code));
}

}  // namespace

Result<SignInOutcome> sign_in(const Session& anyone, const SignInRequest& request) {
    const auto candidate = TZ_TRY(look(anyone, request));
    if (candidate.wait_seconds > 0) {
        return SignInOutcome{SignInOutcome::Kind::Blocked, "", candidate.wait_seconds};
    }
    const bool known = candidate.account && !candidate.account->disabled;
    const std::string hash = known ? candidate.account->password : "";
    if (!matches_password(hash, request.password)) {
        return refuse(anyone, request, candidate, "password");
    }
    if (candidate.account->second_step_confirmed && request.code.empty()) {
        return SignInOutcome{SignInOutcome::Kind::NeedsCode, "", 0};
    }
    SignInOutcome outcome;
    TZ_TRY(anyone.store.write([&](store::WriteTx& tx) -> Result<void> {
        outcome = {};
        auto account = tx.identity().account(candidate.account->id);
        // As it is by now.
        const bool valid = account && !account->disabled && account->password == hash;
        if (!valid || (account->second_step_confirmed && !takes_code(tx, *account, request.code))) {
            return {};
        }
        account->signed_in_at = tx.now();
        tx.identity_writer().put_account(*account);
        note_success(tx, account->name);
        outcome.secret =
            open_session(tx, *account, {request.address, request.agent, request.replaces});
        outcome.kind = SignInOutcome::Kind::SignedIn;
        append_identity_event(tx, account->name, AuditAction::SignedIn,
                              {{"address", request.address}});
        return {};
    }));
    return outcome.kind == SignInOutcome::Kind::SignedIn
               ? Result<SignInOutcome>(outcome)
               : refuse(anyone, request, candidate, "code");
}

Result<void> sign_out(const Session& session, const Caller& caller) {
    return session.store.write([&](store::WriteTx& tx) -> Result<void> {
        tx.identity_writer().drop_session(caller.session);
        append_identity_event(tx, caller.principal.name, AuditAction::SignedOut, {});
        return {};
    });
}

}  // namespace taizhang::service
