// SPDX-License-Identifier: Apache-2.0
#include "service/desk/drafts.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/calendar.hpp"
#include "base/clock.hpp"
#include "base/limits.hpp"
#include "service/current_definitions.hpp"
#include "service/desk/limits.hpp"
#include "service/records/record_sight.hpp"

namespace taizhang::service {

using access::Permission;

namespace {

// The one place where what somebody typed becomes what is stored, and back.
std::string stored_body(const boost::json::object& fields) {
    return boost::json::serialize(fields);
}

Result<boost::json::object> fields_of(const std::string& body) {
    boost::system::error_code error;
    auto value = boost::json::parse(body, error);
    if (error || !value.is_object()) {
        return fail(ErrorCode::Corrupt, "草稿读不出来，请删掉重写", "draft is no object");
    }
    return std::move(value.as_object());
}

tl::unexpected<Error> no_draft() {
    return fail(ErrorCode::NotFound, "没有草稿", "no such draft of his");
}

DraftRow row_of(const store::Draft& draft, const model::LedgerDefinition* ledger) {
    return {
        ledger == nullptr ? "" : ledger->name, draft.record, draft.revision, {}, draft.saved_at};
}

Result<void> check_target(store::WriteTx& tx, const Session& session,
                          const Definitions& definitions, const model::LedgerDefinition& ledger,
                          RecordId record) {
    const auto write =
        TZ_TRY(access::authorize(session.principal, Permission::WriteRecords, ledger));
    if (!record) {
        return {};
    }
    const auto sight = TZ_TRY(RecordSight::create(session.principal, ledger));
    store::RecordQuery query;
    query.table = definitions.table(ledger);
    query.scope = &sight.rows();
    query.id = record;
    const auto found = tx.find_record(query);
    if (!found || !write.covers(ledger, found->area, unit_of(ledger, found->values))) {
        return fail(ErrorCode::NotFound, "没有这条记录，或者它不在你的范围内",
                    "no such record in scope");
    }
    return {};
}

Result<void> check_count(store::WriteTx& tx, const store::Draft& draft) {
    if (tx.desk().draft(draft.account, draft.ledger, draft.record) ||
        tx.desk().drafts_of(draft.account).size() < limits::kDraftsPerAccountMax) {
        return {};
    }
    return fail(ErrorCode::LimitExceeded,
                fmt::format("最多存 {} 份草稿，先办完或删掉几份", limits::kDraftsPerAccountMax),
                "too many drafts");
}

Instant oldest_kept(Instant now) {
    return after(now, -limits::kDraftSecondsMax);
}

// The last moment of the days whose entries are due for erasure.
std::optional<Instant> due_until(const model::LedgerDefinition& ledger, Instant now) {
    if (ledger.retention.permanent || !ledger.has_personal_fields()) {
        return std::nullopt;
    }
    std::int64_t days = 0;
    while (days * kDaySeconds < limits::kDraftSecondsMax &&
           ledger.retention.erase_on(civil_date(after(now, -days * kDaySeconds))) >
               civil_date(now)) {
        ++days;
    }
    return after(now, -days * kDaySeconds);
}

Result<void> forget(store::Store& store, LedgerId ledger, Instant saved_until) {
    std::int64_t dropped = 0;
    do {
        TZ_TRY(store.write([&](store::WriteTx& tx) -> Result<void> {
            dropped =
                tx.desk_writer().drop_drafts(ledger, saved_until, limits::kDraftsForgottenMax);
            return {};
        }));
    } while (dropped > 0);
    return {};
}

}  // namespace

Result<DraftRow> save_draft(const Session& session, AccountId account,
                            const DraftRequest& request) {
    TZ_TRY(access::authorize(session.principal, Permission::WriteRecords));
    store::Draft draft{account, {}, request.record, request.revision, stored_body(request.fields),
                       {}};
    if (draft.body.size() > limits::kDraftBytesMax) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("草稿太大，最多 {} KB", limits::kDraftBytesMax >> 10U),
                    "draft is too large");
    }
    TZ_TRY(load_definitions(session));  // known within the write, which must be short
    DraftRow row;
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        try {
            const auto definitions = TZ_TRY(current_definitions(session, tx));
            const auto* ledger = TZ_TRY(definitions->catalog.ledger(request.ledger));
            TZ_TRY(check_target(tx, session, *definitions, *ledger, request.record));
            draft.ledger = definitions->catalog.id_of(*ledger);
            draft.saved_at = tx.now();
            // A few for each one, so that nothing grows where nobody purges.
            tx.desk_writer().drop_drafts({}, oldest_kept(tx.now()),
                                         limits::kDraftsForgottenByTheWay);
            TZ_TRY(check_count(tx, draft));
            tx.desk_writer().put_draft(draft);
            row = row_of(draft, ledger);
            return {};
        } catch (const model::BrokenDefinition& broken) {
            return tl::unexpected(broken.error);
        }
    }));
    row.fields = request.fields;
    return row;
}

Result<DraftRow> read_draft(const Session& session, AccountId account, const std::string& name,
                            RecordId record) {
    DraftRow row;
    TZ_TRY(read_defined(
        session, [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
            const auto* ledger = TZ_TRY(definitions->catalog.ledger(name));
            const auto draft =
                tx.desk().draft(account, definitions->catalog.id_of(*ledger), record);
            // One that is too old waits to be dropped.
            if (!draft || draft->saved_at <= oldest_kept(system_now())) {
                return no_draft();
            }
            row = row_of(*draft, ledger);
            row.fields = TZ_TRY(fields_of(draft->body));
            return {};
        }));
    return row;
}

Result<std::vector<DraftRow>> list_drafts(const Session& session, AccountId account) {
    std::vector<DraftRow> rows;
    TZ_TRY(read_defined(
        session, [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
            for (const auto& draft : tx.desk().drafts_of(account)) {
                if (draft.saved_at > oldest_kept(system_now())) {
                    rows.push_back(row_of(draft, definitions->ledger(draft.ledger)));
                }
            }
            return {};
        }));
    return rows;
}

Result<void> drop_draft(const Session& session, AccountId account, const std::string& name,
                        RecordId record) {
    const auto definitions = TZ_TRY(load_definitions(session));
    const auto* ledger = TZ_TRY(definitions->catalog.ledger(name));
    return session.store.write([&](store::WriteTx& tx) -> Result<void> {
        const bool dropped =
            tx.desk_writer().drop_draft(account, definitions->catalog.id_of(*ledger), record);
        return dropped ? Result<void>() : Result<void>(no_draft());
    });
}

Result<void> forget_old_drafts(const Session& session, Instant now) {
    const auto definitions = TZ_TRY(load_definitions(session));
    for (const auto& ledger : definitions->catalog.pack.ledgers) {
        if (const auto due = due_until(ledger, now)) {
            TZ_TRY(forget(session.store, definitions->catalog.id_of(ledger), *due));
        }
    }
    return forget(session.store, {}, oldest_kept(now));
}

}  // namespace taizhang::service
