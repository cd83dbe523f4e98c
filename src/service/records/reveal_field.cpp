// SPDX-License-Identifier: Apache-2.0
#include "service/records/reveal_field.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/records/parse_value.hpp"
#include "service/identity/identity_events.hpp"
#include "service/records/record_sight.hpp"

namespace taizhang::service {

Result<std::string> reveal_field(const Session& session, const RevealRequest& request) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::RevealPersonal));
    const auto characters = character_count(trimmed(request.reason));
    if (characters == 0 || characters > limits::kReasonCharactersMax) {
        return fail_at(ErrorCode::InvalidInput, SourcePlace{"", "", 0, "/reason", "", ""},
                       fmt::format("要写明为什么要看，不超过 {} 字", limits::kReasonCharactersMax),
                       "no reason");
    }
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
        store::AuditEvent event;
        event.actor = grant.actor();
        event.action = store::AuditAction::PersonalRevealed;
        event.ledger = query.table.id;
        event.diff =
            boost::json::serialize(boost::json::object{{"record", std::to_string(record->id.value)},
                                                       {"number", record->number},
                                                       {"field", request.field},
                                                       {"reason", request.reason}});
        tx.append_event(std::move(event));
        return {};
    }));
    return shown;
}

}  // namespace taizhang::service
