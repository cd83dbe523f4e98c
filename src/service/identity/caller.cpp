// SPDX-License-Identifier: Apache-2.0
#include "service/identity/caller.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "service/identity/password.hpp"

namespace taizhang::service {
namespace {

// A write at every request would be a commit at every request.
constexpr std::int64_t kSeenSeconds = 60;

tl::unexpected<Error> unknown() {
    return fail(ErrorCode::Forbidden, "登录已失效，请重新登录", "no such session or token");
}

// Areas move; what one may see follows the boundaries of today.
model::ScopePart place_of(const Definitions& definitions, AreaId root, UnitId unit) {
    model::ScopePart place;
    place.every_area = !root || root == definitions.areas.root();
    const Date last = Date::from_civil(9999, 12, 31);
    for (const AreaId area : place.every_area ? std::vector<AreaId>() : definitions.areas.all()) {
        if (definitions.areas.is_within(area, root, last)) {
            place.areas.push_back(area);
        }
    }
    std::sort(place.areas.begin(), place.areas.end());
    if (unit) {
        place.unit = unit;
    }
    return place;
}

Result<Caller> caller_of(const Definitions& definitions, store::ReadTx& tx, AccountId id,
                         const std::optional<std::set<access::Permission>>& limit) {
    const auto account = tx.identity().account(id);
    if (!account || account->disabled) {
        return unknown();
    }
    Caller caller;
    caller.account = id;
    caller.must_change_password = account->must_change_password;
    caller.principal.name = account->name;
    caller.principal.holdings = holdings_of(definitions, tx.identity().assignments(id), limit);
    return caller;
}

std::set<access::Permission> limit_of(const store::AccessToken& token) {
    std::set<access::Permission> limit;
    for (const auto& name : token.permissions) {
        if (const auto permission = model::permission_named(name)) {
            limit.insert(*permission);
        }
    }
    return limit;
}

bool is_over(const store::SignInSession& session, Instant now) {
    return session.expires_at <= now ||
           after(session.seen_at, limits::kSessionIdleSecondsMax) <= now;
}

// The operator of this machine is asked for as long as nobody has an account.
Result<Caller> operator_again(store::ReadTx& tx, const Caller& known) {
    if (tx.identity().has_accounts()) {
        return unknown();
    }
    Caller caller;
    caller.principal = access::local_operator("");
    caller.principal.name = known.principal.name;
    return caller;
}

}  // namespace

access::Holdings holdings_of(const Definitions& definitions,
                             const std::vector<store::RoleAssignment>& assignments,
                             const std::optional<std::set<access::Permission>>& limit) {
    access::Holdings holdings;
    for (const auto& assignment : assignments) {
        const auto* role = definitions.catalog.pack.role(assignment.role);
        if (role == nullptr) {
            continue;  // it left the pack, and with it what it allowed
        }
        access::Holding holding;
        holding.role = role->name;
        holding.title = role->title.zh;
        for (const auto permission : role->permissions) {
            if (!limit || limit->contains(permission)) {
                holding.permissions.insert(permission);
            }
        }
        holding.rows = role->rows;
        holding.totals = role->totals;
        holding.sees = role->sees;
        holding.root = assignment.area == definitions.areas.root() ? AreaId{} : assignment.area;
        holding.place = place_of(definitions, assignment.area, assignment.unit);
        holdings.push_back(std::make_shared<const access::Holding>(std::move(holding)));
    }
    return holdings;
}

Result<Caller> caller_of_session(const Session& anyone, std::string_view secret, Instant now) {
    Caller caller;
    std::optional<store::SignInSession> session;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        session = tx.identity().session(secret_digest(secret));
        if (!session || is_over(*session, now)) {
            return unknown();
        }
        caller = TZ_TRY(caller_of(*definitions, tx, session->account, std::nullopt));
        return {};
    };
    TZ_TRY(read_defined(anyone, read));
    caller.session = session->id;
    caller.csrf = csrf_token(secret);
    if (after(session->seen_at, kSeenSeconds) <= now) {
        TZ_TRY(anyone.store.write([&](store::WriteTx& tx) -> Result<void> {
            auto seen = tx.identity().session(session->digest);
            if (seen) {  // unless it was revoked meanwhile
                seen->seen_at = now;
                tx.identity_writer().put_session(*seen);
            }
            return {};
        }));
    }
    return caller;
}

Result<Caller> caller_of_token(const Session& anyone, std::string_view secret, Instant now) {
    Caller caller;
    std::optional<store::AccessToken> token;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        token = tx.identity().token(secret_digest(secret));
        if (!token || token->expires_at <= now) {
            return unknown();
        }
        caller = TZ_TRY(caller_of(*definitions, tx, token->account, limit_of(*token)));
        return {};
    };
    TZ_TRY(read_defined(anyone, read));
    caller.token = token->id;
    if (after(token->used_at, kSeenSeconds) <= now) {
        TZ_TRY(anyone.store.write([&](store::WriteTx& tx) -> Result<void> {
            auto used = tx.identity().token(token->digest);
            if (used) {
                used->used_at = now;
                tx.identity_writer().put_token(*used);
            }
            return {};
        }));
    }
    return caller;
}

Result<Caller> caller_again(const Definitions& definitions, store::ReadTx& tx, const Caller& known,
                            Instant now) {
    if (!known.account) {
        return operator_again(tx, known);
    }
    std::optional<std::set<access::Permission>> limit;
    if (known.token) {
        const auto tokens = tx.identity().tokens_of(known.account);
        const auto token = std::find_if(tokens.begin(), tokens.end(),
                                        [&](const auto& one) { return one.id == known.token; });
        if (token == tokens.end() || token->expires_at <= now) {
            return unknown();
        }
        limit = limit_of(*token);
    }
    if (known.session) {
        const auto sessions = tx.identity().sessions_of(known.account);
        const auto session = std::find_if(sessions.begin(), sessions.end(),
                                          [&](const auto& one) { return one.id == known.session; });
        if (session == sessions.end() || is_over(*session, now)) {
            return unknown();
        }
    }
    auto caller = TZ_TRY(caller_of(definitions, tx, known.account, limit));
    caller.session = known.session;
    caller.token = known.token;
    return caller;
}

}  // namespace taizhang::service
