// SPDX-License-Identifier: Apache-2.0
#include "service/records/purge_records.hpp"

#include <fmt/format.h>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "service/desk/drafts.hpp"
#include "service/jobs/job_turns.hpp"
#include "service/once.hpp"
#include "service/pack/with_retired.hpp"
#include "service/records/record_writer.hpp"
#include "service/search/search_index.hpp"

namespace taizhang::service {

using model::LedgerDefinition;
using model::LedgerRecord;

namespace {

// Records of one chunk whose time is up; RecordId 0 when there are no more.
Result<std::int64_t> purge_chunk(store::WriteTx& tx, const Definitions& definitions,
                                 const LedgerDefinition& ledger, const access::Grant& grant,
                                 Date today, RecordId& after) {
    const auto rows = grant.rows(ledger);
    store::RecordQuery query;
    query.table = definitions.table(ledger);
    query.scope = &rows;
    query.deleted = store::Deleted::Include;
    query.after = after;
    std::vector<LedgerRecord> due;
    RecordId last;
    tx.scan_records(query, [&](const LedgerRecord& record) {
        last = record.id;
        if (!record.purged && ledger.retention.erase_on(civil_date(record.recorded_at)) <= today) {
            due.push_back(record);
        }
        return due.size() < limits::kImportChunkRows;
    });
    RecordWriter writer(tx, definitions, ledger, grant, BatchId{});
    for (const auto& record : due) {
        if (auto purged = writer.purge(record); !purged) {
            return tl::unexpected(purged.error());
        }
        tx.desk_writer().drop_drafts_of(record.id);  // what is personal stands there once more
    }
    after = due.size() < limits::kImportChunkRows ? RecordId{} : last;
    return static_cast<std::int64_t>(due.size());
}

}  // namespace

Result<void> write_zero_report(store::WriteTx& tx, const store::LedgerTable& table,
                               const store::ZeroReport& report, const std::string& actor,
                               BatchId batch) {
    if (tx.rollup(model::filing_indicator(table.id), report.area, report.period).count > 0) {
        return fail(ErrorCode::Conflict,
                    fmt::format("台账“{}”在{}已有条目，不能零报告", table.definition->title.zh,
                                period_title(report.period)),
                    "there are records in the period");
    }
    tx.put_zero_report(report, actor);
    store::AuditEvent event;
    event.actor = actor;
    event.action = store::AuditAction::ZeroReported;
    event.ledger = table.id;
    event.batch = batch;
    event.diff = fmt::format("{{\"area\":\"{}\",\"period\":\"{}\"}}", report.area.value,
                             period_code(report.period));
    tx.append_event(std::move(event));
    return {};
}

Result<PurgeOutcome> purge_records(const Session& session, Date today) {
    const auto grant = TZ_TRY(access::authorize(session.principal, access::Permission::Administer));
    const auto definitions = TZ_TRY(definitions_with_retired(session));
    PurgeOutcome outcome;
    for (const auto& ledger : definitions->catalog.pack.ledgers) {
        if (ledger.retention.permanent || !ledger.has_personal_fields()) {
            continue;
        }
        RecordId after;
        do {
            std::int64_t purged = 0;
            RecordId next = after;
            auto written = session.store.write([&](store::WriteTx& tx) -> Result<void> {
                next = after;
                purged = TZ_TRY(purge_chunk(tx, *definitions, ledger, grant, today, next));
                return {};
            });
            if (!written) {
                return tl::unexpected(written.error());
            }
            outcome.purged += purged;
            after = next;
        } while (after);
    }
    outcome.attachments = TZ_TRY(purge_attachments(session, today));
    TZ_TRY(purge_search(session));
    TZ_TRY(forget_old_requests(session.store, system_now()));
    TZ_TRY(expire_jobs(session.store));
    TZ_TRY(forget_old_drafts(session, system_now()));
    TZ_TRY(session.store.forget_erased());
    return outcome;
}

Result<void> file_zero_report(const Session& session, const std::string& ledger_name,
                              const Period& period, const std::string& area_name) {
    TZ_TRY(access::authorize(session.principal, access::Permission::WriteRecords));
    const auto definitions = TZ_TRY(load_definitions(session));
    const auto* ledger = TZ_TRY(definitions->catalog.ledger(ledger_name));
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::WriteRecords, *ledger));
    const AreaId area = TZ_TRY(find_area(*definitions, grant, area_name));
    if (!grant.rows(*ledger).holds_all_of(area)) {
        return fail(ErrorCode::Forbidden, "只有管全区域这本台账的人能零报告", "only a part of it");
    }
    return session.store.write([&](store::WriteTx& tx) -> Result<void> {
        const auto table = definitions->table(*ledger);
        return write_zero_report(tx, table, {table.id, area, period}, grant.actor(), BatchId{});
    });
}

}  // namespace taizhang::service
