// SPDX-License-Identifier: Apache-2.0
#include "service/areas/import_areas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "exchange/geojson.hpp"
#include "service/areas/check_areas.hpp"
#include "service/areas/plan_areas.hpp"
#include "service/reporting/rebuild_rollups.hpp"

namespace taizhang::service {

using model::AreaVersion;

namespace {

Result<AreaFile> read_areas(const std::filesystem::path& path, const AreasOptions& options) {
    if (exchange::is_geojson(path)) {
        return read_area_features(path, options.coordinates);
    }
    if (options.coordinates) {
        return fail(ErrorCode::InvalidInput, "坐标系只对 GeoJSON 文件有用，表格里的边界是 CGCS2000",
                    "coordinates given for a table");
    }
    return read_area_table(path);
}

// All versions as they will be.
std::vector<AreaVersion> merged(const std::vector<AreaVersion>& stored,
                                const std::vector<AreaVersion>& planned) {
    std::map<std::pair<AreaId, Date>, AreaVersion> all;
    for (const auto* versions : {&stored, &planned}) {
        for (const auto& version : *versions) {
            all[{version.id, version.valid_from}] = version;
        }
    }
    std::vector<AreaVersion> result;
    for (auto& [key, version] : all) {
        result.push_back(std::move(version));
    }
    return result;
}

// The plan with its outcome; planned anew where a transaction is run again.
Result<AreaPlan> plan_areas(store::ReadTx& tx, const AreaFile& read, const NewId& new_id) {
    AreaFile file = read;
    const auto stored = tx.areas();
    AreaPlan plan = AreaPlanner(stored, tx.units(), file, new_id).run();
    plan.outcome.errors = file.errors;
    plan.outcome.boundaries = static_cast<std::int64_t>(plan.reshaped.size());
    if (plan.outcome.errors.empty()) {
        const model::AreaTree tree(merged(stored, plan.versions));
        TZ_TRY(check_boundaries(tree, plan, file, plan.outcome));
    }
    return plan;
}

Result<void> write_plan(store::WriteTx& tx, const access::Grant& grant, const AreaFile& file,
                        const AreaPlan& plan) {
    if (plan.versions.empty() && plan.units.empty()) {
        return {};
    }
    for (const auto& version : plan.versions) {
        tx.put_area(version);
    }
    for (const auto& unit : plan.units) {
        tx.put_unit(unit);
    }
    store::AuditEvent event;
    event.actor = grant.actor();
    event.action = store::AuditAction::AreasChanged;
    event.diff = fmt::format("{{\"file\":\"{}\"}}", to_hex(sha256(file.file)));
    tx.append_event(std::move(event));
    // A known area that moved changes what its community adds up to.
    return plan.moved ? rebuild_rollups(tx, *TZ_TRY(load_definitions(tx)), {}) : Result<void>{};
}

Result<AreasOutcome> check_only(const Session& session, const AreaFile& file) {
    AreasOutcome outcome;
    auto checked = session.store.read([&](store::ReadTx& tx) -> Result<void> {
        std::int64_t id = std::numeric_limits<std::int64_t>::max() / 2;  // none is stored
        outcome = TZ_TRY(plan_areas(tx, file, [&](const std::string&) { return ++id; })).outcome;
        return {};
    });
    return checked ? Result<AreasOutcome>(std::move(outcome)) : tl::unexpected(checked.error());
}

}  // namespace

Result<AreasOutcome> import_areas(const Session& session, const std::filesystem::path& path,
                                  const AreasOptions& options) {
    const auto grant = TZ_TRY(access::authorize(session.principal, access::Permission::Administer));
    const AreaFile file = TZ_TRY(read_areas(path, options));
    AreasOutcome outcome;
    outcome.errors = file.errors;
    if (!outcome.errors.empty()) {
        return outcome;
    }
    if (options.mode == AreasMode::Check) {
        return check_only(session, file);
    }
    auto written = session.store.write([&](store::WriteTx& tx) -> Result<void> {
        const AreaPlan plan = TZ_TRY(plan_areas(
            tx, file, [&](const std::string& series) { return tx.next_number(series); }));
        outcome = plan.outcome;
        if (!outcome.errors.empty()) {
            return tl::unexpected(outcome.errors.front());
        }
        return write_plan(tx, grant, file, plan);
    });
    if (!written && outcome.errors.empty()) {
        return tl::unexpected(written.error());
    }
    return outcome;
}

}  // namespace taizhang::service
