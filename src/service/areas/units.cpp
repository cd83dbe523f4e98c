// SPDX-License-Identifier: Apache-2.0
#include "service/areas/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace taizhang::service {

using model::Unit;

namespace {

constexpr std::size_t kCodeCharactersMax = 48;
constexpr std::size_t kNameCharactersMax = 60;

Result<void> check_text(const std::string& text, std::string_view pointer, std::string_view title,
                        std::size_t characters_max) {
    if (!text.empty() && text == trimmed(text) && character_count(text) <= characters_max) {
        return {};
    }
    return fail_at(ErrorCode::InvalidInput,
                   SourcePlace{"", "", 0, std::string(pointer), text,
                               fmt::format("1 到 {} 字", characters_max)},
                   fmt::format("{}不合适", title), "bad unit");
}

// Code and name find a unit, so no two may share one.
Result<void> check_alone(const std::vector<Unit>& units, const Unit& unit) {
    for (const auto& other : units) {
        if (other.id == unit.id) {
            continue;
        }
        if (other.code == unit.code || folded(other.name) == folded(unit.name)) {
            const bool code = other.code == unit.code;
            return fail_at(ErrorCode::Conflict,
                           SourcePlace{"", "", 0, code ? "/code" : "/name",
                                       code ? unit.code : unit.name, "换一个"},
                           fmt::format("已有{}“{}”的单位", code ? "代码为" : "叫",
                                       code ? unit.code : unit.name),
                           "unit is taken");
        }
    }
    return {};
}

void write(store::WriteTx& tx, const access::Grant& grant, const Unit& unit) {
    tx.put_unit(unit);
    store::AuditEvent event;
    event.actor = grant.actor();
    event.action = store::AuditAction::AreasChanged;
    // Whoever asks again under his key is answered with this unit.
    event.revision = unit.id.value;
    event.diff = boost::json::serialize(boost::json::object{
        {"unit", unit.code},
        {"name", unit.name},
        {"closed_on", unit.closed_on ? boost::json::value(format_date(*unit.closed_on))
                                     : boost::json::value()}});
    tx.append_event(std::move(event));
}

// Units are the whole office's.
Result<access::Grant> authorize_units(const Session& session) {
    auto grant = TZ_TRY(access::authorize(session.principal, access::Permission::Administer));
    const auto definitions = TZ_TRY(load_definitions(session));
    if (!grant.covers(definitions->areas.root())) {
        return fail(ErrorCode::Forbidden, "单位是整个街道的，要有整个街道的权限",
                    "units need the whole office");
    }
    return grant;
}

Result<Unit> unit_called(const std::vector<Unit>& units, const std::string& code) {
    const auto found = std::find_if(units.begin(), units.end(),
                                    [&](const auto& unit) { return unit.code == code; });
    if (found == units.end()) {
        return fail(ErrorCode::NotFound, fmt::format("没有代码为“{}”的单位", code), "no such unit");
    }
    return *found;
}

Result<void> take_change(const UnitRequest& request, Unit& unit) {
    if (request.name) {
        TZ_TRY(check_text(*request.name, "/name", "名称", kNameCharactersMax));
        if (*request.name != unit.name || request.from) {
            model::rename_unit(unit, *request.name, request.from);
        }
    }
    if (request.closed_on) {
        unit.closed_on = *request.closed_on;
    }
    return {};
}

}  // namespace

std::string unit_version(const Unit& unit) {
    CanonicalBytes bytes;
    bytes.add(unit.id.value).add(unit.code).add(unit.name);
    bytes.add(unit.closed_on ? unit.closed_on->days : std::int64_t{INT64_MIN});
    for (const auto& named : unit.names) {
        bytes.add(std::int64_t{named.from.days}).add(named.name);
    }
    constexpr std::size_t kLength = 32;
    return to_hex(bytes.digest()).substr(0, kLength);
}

Result<UnitOutcome> create_unit(const Session& session, const UnitRequest& request) {
    const auto grant = TZ_TRY(authorize_units(session));
    TZ_TRY(check_text(request.code, "/code", "代码", kCodeCharactersMax));
    UnitOutcome outcome;
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        const auto units = tx.units();
        Unit unit{UnitId{}, request.code, ""};
        TZ_TRY(take_change(request, unit));
        TZ_TRY(check_alone(units, unit));
        if (units.size() >= limits::kUnitsMax) {
            return fail(ErrorCode::LimitExceeded, fmt::format("单位最多 {} 个", limits::kUnitsMax),
                        "too many units");
        }
        unit.id = UnitId{tx.next_number("unit")};
        write(tx, grant, unit);
        outcome.unit = unit;
        return {};
    }));
    return outcome;
}

Result<UnitOutcome> change_unit(const Session& session, const UnitRequest& request) {
    const auto grant = TZ_TRY(authorize_units(session));
    UnitOutcome outcome;
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        const auto units = tx.units();
        outcome = {TZ_TRY(unit_called(units, request.code)), false};
        outcome.outdated = unit_version(outcome.unit) != request.seen;
        if (outcome.outdated) {
            return {};
        }
        const Unit before = outcome.unit;
        TZ_TRY(take_change(request, outcome.unit));
        TZ_TRY(check_alone(units, outcome.unit));
        if (outcome.unit != before) {
            write(tx, grant, outcome.unit);
        }
        return {};
    }));
    return outcome;
}

}  // namespace taizhang::service
