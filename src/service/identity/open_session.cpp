// SPDX-License-Identifier: Apache-2.0
#include "service/identity/open_session.hpp"

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "service/identity/password.hpp"

namespace taizhang::service {

using store::Account;

namespace {

void make_room(store::WriteTx& tx, AccountId account) {
    tx.identity_writer().drop_sessions_before(tx.now(),
                                              after(tx.now(), -limits::kSessionIdleSecondsMax));
    const auto open = tx.identity().sessions_of(account);
    for (std::size_t i = limits::kSessionsPerAccountMax - 1; i < open.size(); ++i) {
        tx.identity_writer().drop_session(open[i].id);
    }
}

}  // namespace

std::string open_session(store::WriteTx& tx, const Account& account, const SessionOrigin& origin) {
    make_room(tx, account.id);
    if (!origin.replaces.empty()) {
        if (const auto old = tx.identity().session(secret_digest(origin.replaces))) {
            tx.identity_writer().drop_session(old->id);
        }
    }
    const std::string secret = random_secret();
    store::SignInSession session;
    session.id = SessionId{tx.new_id()};
    session.account = account.id;
    session.digest = secret_digest(secret);
    session.created_at = tx.now();
    session.seen_at = tx.now();
    session.expires_at = after(tx.now(), limits::kSessionSecondsMax);
    session.address = origin.address;
    session.agent = first_characters(origin.agent, limits::kSessionAgentCharactersMax);
    tx.identity_writer().put_session(session);
    return secret;
}

}  // namespace taizhang::service
