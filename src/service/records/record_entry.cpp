// SPDX-License-Identifier: Apache-2.0
#include "service/records/record_entry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "service/current_definitions.hpp"
#include "service/records/record_values.hpp"
#include "service/records/record_writer.hpp"

namespace taizhang::service {

using model::LedgerDefinition;
using model::LedgerRecord;
using model::Value;

namespace {

// The fields that a request names, put over `values`.
std::vector<FieldValue> take_fields(const ValueReader& reader, const RecordOutcome& outcome,
                                    const RecordRequest& request, std::vector<Value>& values,
                                    std::vector<Error>& errors) {
    const LedgerDefinition& ledger = *outcome.ledger;
    std::vector<FieldInput> inputs;
    for (const auto& input : request.fields) {
        const auto index = ledger.field_index(input.field);
        if (index && outcome.record && !outcome.sight->shows(*outcome.record, *index)) {
            errors.push_back(field_error(input.field, "这一项你看不到，不能改", "hidden field"));
        } else {
            inputs.push_back(input);
        }
    }
    auto taken = read_inputs(reader, ledger, inputs, errors);
    for (const auto& [field, value] : taken) {
        values[field] = value;
    }
    return taken;
}

void drop_draft(store::WriteTx& tx, const RecordOutcome& outcome, const RecordRequest& request) {
    if (request.draft_of) {
        tx.desk_writer().drop_draft(
            *request.draft_of, outcome.definitions->catalog.id_of(*outcome.ledger), request.id);
    }
}

class Entry {
  public:
    Entry(const Session& session, const RecordRequest& request)
        : session_(session), request_(request) {}

    using Work = std::function<Result<void>(store::WriteTx&, RecordWriter&, RecordOutcome&)>;

    Result<RecordOutcome> run(const Work& work) const {
        const auto grant =
            TZ_TRY(access::authorize(session_.principal, access::Permission::WriteRecords));
        TZ_TRY(check_reason(request_.reason));
        TZ_TRY(load_definitions(session_));  // known within the write, which must be short
        RecordOutcome outcome;
        auto written = session_.store.write([&](store::WriteTx& tx) -> Result<void> {
            try {
                outcome = {};
                TZ_TRY(prepare(tx, outcome));
                RecordWriter writer(tx, *outcome.definitions, *outcome.ledger, grant, BatchId{});
                writer.because(request_.reason);
                return work(tx, writer, outcome);
            } catch (const model::BrokenDefinition& broken) {
                return tl::unexpected(broken.error);
            }
        });
        if (!written) {
            return tl::unexpected(written.error());
        }
        return outcome;
    }

    // Runs `work` on the record as it is, or tells that it is no longer what the person saw.
    Result<RecordOutcome> run_on(
        store::Deleted deleted,
        const std::function<Result<void>(store::WriteTx&, RecordWriter&, RecordOutcome&,
                                         const LedgerRecord&)>& work) const {
        return run(
            [&](store::WriteTx& tx, RecordWriter& writer, RecordOutcome& outcome) -> Result<void> {
                store::RecordQuery query;
                query.table = outcome.definitions->table(*outcome.ledger);
                query.scope = &outcome.sight->rows();
                query.deleted = deleted;
                query.id = request_.id;
                outcome.record = tx.find_record(query);
                if (!outcome.record) {
                    return fail(ErrorCode::NotFound, "没有这条记录，或者它不在你的范围内",
                                "no such record in scope");
                }
                outcome.outdated = outcome.record->revision != request_.revision;
                const LedgerRecord before = *outcome.record;
                if (!outcome.outdated && before.damaged) {
                    return tl::unexpected(store::damaged_record());
                }
                return outcome.outdated ? Result<void>() : work(tx, writer, outcome, before);
            });
    }

    ValueReader reader(store::ReadTx& tx, const RecordOutcome& outcome) const {
        return {tx, *outcome.definitions, session_.principal};
    }

  private:
    Result<void> prepare(store::WriteTx& tx, RecordOutcome& outcome) const {
        outcome.definitions = TZ_TRY(current_definitions(session_, tx));
        outcome.ledger = TZ_TRY(outcome.definitions->catalog.ledger(request_.ledger));
        TZ_TRY(access::authorize(session_.principal, access::Permission::WriteRecords,
                                 *outcome.ledger));
        outcome.sight = TZ_TRY(RecordSight::create(session_.principal, *outcome.ledger));
        return {};
    }

    const Session& session_;
    const RecordRequest& request_;
};

}  // namespace

Result<void> check_reason(const std::string& reason) {
    if (character_count(reason) <= limits::kReasonCharactersMax) {
        return {};
    }
    return fail(ErrorCode::LimitExceeded,
                fmt::format("事由最多 {} 字", limits::kReasonCharactersMax), "reason is too long");
}

bool changes_blindly(const RecordSight& sight, const LedgerRecord& record,
                     const std::vector<FieldValue>& changes) {
    return std::any_of(changes.begin(), changes.end(),
                       [&](const auto& change) { return !sight.compares(record, change.field); });
}

Result<RecordOutcome> create_record(const Session& session, const RecordRequest& request) {
    const Entry entry(session, request);
    return entry.run([&](store::WriteTx& tx, RecordWriter& writer,
                         RecordOutcome& outcome) -> Result<void> {
        std::vector<Value> values(outcome.ledger->fields.size());
        take_fields(entry.reader(tx, outcome), outcome, request, values, outcome.errors);
        if (outcome.errors.empty()) {
            outcome.errors = check_row(*outcome.definitions, *outcome.ledger, values);
        }
        if (outcome.errors.empty()) {
            outcome.record =
                TZ_TRY(writer.create(model::content_of(*outcome.ledger, std::move(values)), ""));
            drop_draft(tx, outcome, request);
        }
        return {};
    });
}

Result<RecordOutcome> change_record(const Session& session, const RecordRequest& request) {
    const Entry entry(session, request);
    return entry.run_on(
        store::Deleted::Exclude,
        [&](store::WriteTx& tx, RecordWriter& writer, RecordOutcome& outcome,
            const LedgerRecord& before) -> Result<void> {
            auto values = before.values;
            const auto taken =
                take_fields(entry.reader(tx, outcome), outcome, request, values, outcome.errors);
            if (outcome.errors.empty()) {
                outcome.errors = check_row(*outcome.definitions, *outcome.ledger, values);
            }
            if (!outcome.errors.empty()) {
                return {};
            }
            if (values != before.values || changes_blindly(*outcome.sight, before, taken)) {
                outcome.record = TZ_TRY(writer.change(before, std::move(values)));
            }
            drop_draft(tx, outcome, request);
            return {};
        });
}

Result<RecordOutcome> remove_record(const Session& session, const RecordRequest& request) {
    return Entry(session, request)
        .run_on(store::Deleted::Exclude,
                [&](store::WriteTx&, RecordWriter& writer, RecordOutcome& outcome,
                    const LedgerRecord& before) -> Result<void> {
                    TZ_TRY(writer.remove(before));
                    ++outcome.record->revision;
                    outcome.record->deleted = true;
                    return {};
                });
}

Result<RecordOutcome> restore_record(const Session& session, const RecordRequest& request) {
    return Entry(session, request)
        .run_on(store::Deleted::Only,
                [&](store::WriteTx&, RecordWriter& writer, RecordOutcome& outcome,
                    const LedgerRecord& before) -> Result<void> {
                    outcome.record = TZ_TRY(writer.restore(before, before.values));
                    return {};
                });
}

}  // namespace taizhang::service
