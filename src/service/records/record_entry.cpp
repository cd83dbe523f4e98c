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

Error field_error(const std::string& name, std::string message, std::string expected) {
    return Error{ErrorCode::InvalidInput, std::move(message), "no such field",
                 SourcePlace{"", "", 0, name, "", std::move(expected)}};
}

// The fields that a request names, put over `values`.
void take_fields(const ValueReader& reader, const RecordOutcome& outcome,
                 const RecordRequest& request, std::vector<Value>& values,
                 std::vector<Error>& errors) {
    const LedgerDefinition& ledger = *outcome.ledger;
    for (const auto& input : request.fields) {
        const auto index = ledger.field_index(input.field);
        if (!index || ledger.fields[*index].retired) {
            errors.push_back(
                field_error(input.field, fmt::format("台账“{}”没有这一项", ledger.title.zh), ""));
            continue;
        }
        if (outcome.record && !outcome.sight->shows(*outcome.record, *index)) {
            errors.push_back(field_error(input.field, "这一项你看不到，不能改", ""));
            continue;
        }
        if (ledger.fields[*index].type == model::FieldType::Attachment) {
            errors.push_back(
                field_error(input.field, "附件要上传或删除，不能直接写", "不写这一项"));
            continue;
        }
        auto value =
            input.text ? reader.read(*input.text, ledger.fields[*index]) : Result<Value>(Value{});
        if (value) {
            values[*index] = std::move(*value);
            continue;
        }
        Error error = value.error();
        error.place = error.place.value_or(SourcePlace{});
        error.place->column = input.field;
        error.place->value = *input.text;
        errors.push_back(std::move(error));
    }
}

// Who may not compare by a field must not learn from a change that came to nothing what stands
// there.
bool writes_blindly(const RecordOutcome& outcome, const RecordRequest& request) {
    return std::any_of(request.fields.begin(), request.fields.end(), [&](const auto& input) {
        const auto field = outcome.ledger->field_index(input.field);
        return field && !outcome.sight->compares(*outcome.record, *field);
    });
}

class Entry {
  public:
    Entry(const Session& session, const RecordRequest& request)
        : session_(session), request_(request) {}

    using Work = std::function<Result<void>(store::WriteTx&, RecordWriter&, RecordOutcome&)>;

    Result<RecordOutcome> run(const Work& work) const {
        const auto grant =
            TZ_TRY(access::authorize(session_.principal, access::Permission::WriteRecords));
        if (character_count(request_.reason) > limits::kReasonCharactersMax) {
            return fail(ErrorCode::LimitExceeded,
                        fmt::format("事由最多 {} 字", limits::kReasonCharactersMax),
                        "reason is too long");
        }
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
            take_fields(entry.reader(tx, outcome), outcome, request, values, outcome.errors);
            if (outcome.errors.empty()) {
                outcome.errors = check_row(*outcome.definitions, *outcome.ledger, values);
            }
            if (outcome.errors.empty() &&
                (values != before.values || writes_blindly(outcome, request))) {
                outcome.record = TZ_TRY(writer.change(before, std::move(values)));
            }
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
