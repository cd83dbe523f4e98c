// SPDX-License-Identifier: Apache-2.0
#include "service/records/reveal_field.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/records/parse_value.hpp"
#include "service/records/record_sight.hpp"

namespace taizhang::service {

Result<void> check_reveal_reason(const std::string& reason) {
    const auto characters = character_count(trimmed(reason));
    if (characters > 0 && characters <= limits::kReasonCharactersMax) {
        return {};
    }
    return fail_at(ErrorCode::InvalidInput, SourcePlace{"", "", 0, "/reason", "", ""},
                   fmt::format("要写明为什么要看，不超过 {} 字", limits::kReasonCharactersMax),
                   "no reason");
}

store::AuditEvent revealed_event(const std::string& actor, LedgerId ledger,
                                 const model::LedgerRecord& record, boost::json::object note) {
    store::AuditEvent event;
    event.actor = actor;
    event.action = store::AuditAction::PersonalRevealed;
    event.ledger = ledger;
    note["record"] = std::to_string(record.id.value);
    note["number"] = record.number;
    event.diff = boost::json::serialize(note);
    return event;
}

Result<std::string> reveal_field(const Session& session, const RevealRequest& request) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::RevealPersonal));
    TZ_TRY(check_reveal_reason(request.reason));
    std::string shown;
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        const auto definitions = TZ_TRY(load_definitions(tx));
        const auto* ledger = TZ_TRY(definitions->catalog.ledger(request.ledger));
        const auto sight = TZ_TRY(
            RecordSight::create(session.principal, *ledger, access::Permission::RevealPersonal));
        store::RecordQuery query;
        query.table = definitions->table(*ledger);
        query.scope = &sight.rows();
        query.deleted = store::Deleted::Include;
        query.id = request.id;
        const auto record = tx.find_record(query);
        const auto field = ledger->field_index(request.field);
        if (!record || !field || !sight.shows(*record, *field)) {
            return fail(ErrorCode::NotFound, "没有这条记录或这一项，或者它不在你的范围内",
                        "no such field in scope");
        }
        shown = model::stored_text(record->values[*field], ledger->fields[*field]);
        tx.append_event(revealed_event(grant.actor(), query.table.id, *record,
                                       {{"field", request.field}, {"reason", request.reason}}));
        return {};
    }));
    return shown;
}

}  // namespace taizhang::service
