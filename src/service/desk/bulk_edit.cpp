// SPDX-License-Identifier: Apache-2.0
#include "service/desk/bulk_edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "base/limits.hpp"
#include "service/current_definitions.hpp"
#include "service/desk/bulk_plan.hpp"
#include "service/desk/limits.hpp"
#include "service/records/record_entry.hpp"
#include "service/records/record_writer.hpp"

namespace taizhang::service {

using model::LedgerRecord;

namespace {

constexpr std::string_view kNotThere = "没有这条记录，或者它不在你的范围内";

store::Deleted place_of(BulkAction action) {
    return action == BulkAction::Restore ? store::Deleted::Only : store::Deleted::Exclude;
}

std::string_view action_name(BulkAction action) {
    switch (action) {
        case BulkAction::Remove:
            return "remove";
        case BulkAction::Restore:
            return "restore";
        default:
            return "change";
    }
}

// What both halves begin with, in their transaction.
struct Ground {
    RecordPage page;  // definitions, ledger and sight; no records
    access::Grant write;
};

Result<Ground> ground_of(const Session& session, const std::string& ledger,
                         const DefinitionsPtr& definitions) {
    RecordPage page;
    page.definitions = definitions;
    page.ledger = TZ_TRY(definitions->catalog.ledger(ledger));
    page.sight = TZ_TRY(RecordSight::create(session.principal, *page.ledger));
    auto write = TZ_TRY(
        access::authorize(session.principal, access::Permission::WriteRecords, *page.ledger));
    return Ground{std::move(page), std::move(write)};
}

std::vector<FieldChange> changes_between(const LedgerRecord& record,
                                         std::vector<model::Value> values) {
    std::vector<FieldChange> changes;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] != record.values[i]) {
            changes.push_back({i, record.values[i], std::move(values[i])});
        }
    }
    return changes;
}

class Previewer {
  public:
    Previewer(const BulkPlan& plan, BulkPreview& preview) : plan_(plan), preview_(preview) {}

    void look_at(const LedgerRecord& record) {
        auto planned = plan_.plan(record);
        if (planned.kind == PlannedChange::Kind::Refused) {
            refuse({record.id, record.number, std::move(planned.why)});
        } else if (planned.kind == PlannedChange::Kind::Same) {
            ++preview_.same;
        } else {
            preview_.to_change.push_back({record.id, record.revision});
            if (preview_.diffs.size() < limits::kBulkEditDiffsShown) {
                preview_.diffs.push_back(
                    {record, changes_between(record, std::move(planned.values))});
            }
        }
    }

    void refuse(BulkRefusal refusal) {
        ++preview_.refused;
        if (preview_.refusals.size() < limits::kBulkEditRefusalsShown) {
            preview_.refusals.push_back(std::move(refusal));
        }
    }

  private:
    const BulkPlan& plan_;
    BulkPreview& preview_;
};

tl::unexpected<Error> too_many() {
    return fail(ErrorCode::LimitExceeded,
                fmt::format("一次最多改 {} 条，请缩小范围，分几次改", limits::kBulkEditRecordsMax),
                "too many records");
}

// Of those that were asked for by their ids alone. `found` is by id.
Result<void> refuse_missing(const ListRequest& records, const std::vector<LedgerRecord>& found,
                            Previewer& previewer) {
    const bool by_id =
        records.ids && records.filters.empty() && !records.period && records.area.empty();
    for (const RecordId id : by_id ? *records.ids : std::vector<RecordId>()) {
        const auto at = std::lower_bound(
            found.begin(), found.end(), id,
            [](const LedgerRecord& record, RecordId wanted) { return record.id < wanted; });
        if (at == found.end() || at->id != id) {
            previewer.refuse({id, "",
                              Error{ErrorCode::NotFound, std::string(kNotThere),
                                    "no such record in scope", std::nullopt}});
        }
    }
    return {};
}

Result<void> look_at_records(store::ReadTx& tx, const Session& session, ListRequest records,
                             const RecordPage& page, Previewer& previewer) {
    records.sort.clear();
    records.records_max = limits::kBulkEditRecordsMax + 1;
    auto query = TZ_TRY(page_query(tx, session, records, page));
    query.ids_descending = false;
    std::vector<LedgerRecord> found;
    tx.page_records(query, [&](const LedgerRecord& record) {
        found.push_back(record);
        return true;
    });
    if (found.size() > limits::kBulkEditRecordsMax) {
        return too_many();
    }
    for (const auto& record : found) {
        previewer.look_at(record);
    }
    return refuse_missing(records, found, previewer);
}

// Of the records that were previewed, as they are now.
std::vector<LedgerRecord> read_seen(store::WriteTx& tx, const RecordPage& page,
                                    const BulkEdit& edit) {
    store::PageQuery query;
    query.records.table = page.definitions->table(*page.ledger);
    query.records.scope = &page.sight->rows();
    query.records.deleted = place_of(edit.change.action);
    query.ids.emplace();
    for (const auto& seen : edit.records) {
        query.ids->push_back(seen.id);
    }
    query.records_max = edit.records.size();
    std::vector<LedgerRecord> records;
    tx.page_records(query, [&](const LedgerRecord& record) {
        records.push_back(record);
        return true;
    });
    return records;
}

struct Step {
    LedgerRecord before;
    std::vector<model::Value> values;
};

std::optional<std::string> difference(const RecordSeen& seen, const LedgerRecord& record,
                                      const PlannedChange& planned) {
    if (record.revision != seen.revision) {
        return "预览以后又改过";
    }
    if (planned.kind == PlannedChange::Kind::Refused) {
        return planned.why.message;
    }
    return planned.kind == PlannedChange::Kind::Same ? std::optional<std::string>("已经是这样")
                                                     : std::nullopt;
}

// Both by id.
std::vector<Step> steps_of(const BulkPlan& plan, const std::vector<RecordSeen>& seen,
                           std::vector<LedgerRecord> records,
                           std::vector<BulkDifference>& differs) {
    std::vector<Step> steps;
    auto at = records.begin();
    for (const auto& one : seen) {
        if (at == records.end() || at->id != one.id) {
            differs.push_back({one.id, "", 0, std::string(kNotThere)});
            continue;
        }
        auto& record = *at++;
        auto planned = plan.plan(record);
        if (auto why = difference(one, record, planned)) {
            differs.push_back({one.id, record.number, record.revision, std::move(*why)});
        } else {
            steps.push_back({std::move(record), std::move(planned.values)});
        }
    }
    return steps;
}

Result<void> take(RecordWriter& writer, BulkAction action, Step step) {
    switch (action) {
        case BulkAction::Remove:
            return writer.remove(step.before);
        case BulkAction::Restore:
            TZ_TRY(writer.restore(step.before, std::move(step.values)));
            return {};
        default:
            TZ_TRY(writer.change(step.before, std::move(step.values)));
            return {};
    }
}

void append_edit_event(store::WriteTx& tx, const store::Batch& batch, const BulkChange& change) {
    boost::json::array fields;
    for (const auto& input : change.fields) {
        fields.emplace_back(input.field);
    }
    store::AuditEvent event;
    event.actor = batch.actor;
    event.action = store::AuditAction::RecordsEdited;
    event.ledger = batch.ledger;
    event.batch = batch.id;
    event.diff = boost::json::serialize(boost::json::object{{"action", action_name(change.action)},
                                                            {"records", batch.changed},
                                                            {"fields", std::move(fields)}});
    tx.append_event(std::move(event));
}

// The events of the records come last, so that a request that is sent again finds the batch by the
// record that it changed last.
Result<store::Batch> write_steps(store::WriteTx& tx, const Ground& ground, const BulkEdit& edit,
                                 std::vector<Step> steps) {
    const auto& definitions = ground.page.definitions;
    const auto& ledger = *ground.page.ledger;
    store::Batch batch;
    batch.id = BatchId{tx.new_id()};
    batch.ledger = definitions->catalog.id_of(ledger);
    batch.status = store::BatchStatus::Complete;
    batch.changed = static_cast<std::int64_t>(steps.size());
    batch.actor = ground.write.actor();
    batch.started_at = tx.now();
    tx.put_batch(batch);
    append_edit_event(tx, batch, edit.change);
    const auto counting =
        std::make_shared<const rollup::LedgerRollup>(definitions->catalog, ledger);
    tx.keep(definitions);
    tx.keep(counting);
    RecordWriter writer(tx, *definitions, ledger, ground.write, batch.id, counting);
    writer.because(edit.reason);
    for (auto& step : steps) {
        const std::string number = step.before.number;
        if (auto taken = take(writer, edit.change.action, std::move(step)); !taken) {
            auto error = taken.error();
            error.message = fmt::format("{}：{}", number, error.message);
            return tl::unexpected(std::move(error));
        }
    }
    tx.put_batch(batch);  // up to its last event
    return batch;
}

Result<void> check_edit(const BulkEdit& edit) {
    TZ_TRY(check_reason(edit.reason));
    if (edit.records.size() > limits::kBulkEditRecordsMax) {
        return too_many();
    }
    const bool in_order = std::adjacent_find(edit.records.begin(), edit.records.end(),
                                             [](const auto& a, const auto& b) {
                                                 return a.id >= b.id;
                                             }) == edit.records.end();
    if (edit.records.empty() || !in_order ||
        bulk_digest(edit.change, edit.records) != edit.digest) {
        return fail(ErrorCode::InvalidInput, "与预览的不一样，没有改。请重新预览",
                    "digest of another edit");
    }
    return {};
}

}  // namespace

Result<BulkPreview> preview_bulk_edit(const Session& session, const BulkChange& change,
                                      const ListRequest& asked) {
    TZ_TRY(access::authorize(session.principal, access::Permission::WriteRecords));
    if (asked.ids && asked.ids->size() > limits::kBulkEditRecordsMax) {
        return too_many();
    }
    auto records = asked;
    records.ledger = change.ledger;
    records.deleted = place_of(change.action);
    records = TZ_TRY(with_words_found(session, records));
    BulkPreview preview;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        const auto ground = TZ_TRY(ground_of(session, change.ledger, definitions));
        const auto& page = ground.page;
        const auto plan = BulkPlan::create({tx, *definitions, session.principal}, *page.ledger,
                                           *page.sight, ground.write, change, preview.errors);
        Previewer previewer(plan, preview);
        if (preview.errors.empty()) {
            TZ_TRY(look_at_records(tx, session, records, page, previewer));
        }
        preview.definitions = definitions;
        preview.ledger = page.ledger;
        preview.sight = page.sight;
        return {};
    };
    TZ_TRY(read_defined(session, read));
    preview.digest = bulk_digest(change, preview.to_change);
    return preview;
}

Result<BulkOutcome> apply_bulk_edit(const Session& session, const BulkEdit& edit) {
    TZ_TRY(access::authorize(session.principal, access::Permission::WriteRecords));
    TZ_TRY(check_edit(edit));
    TZ_TRY(load_definitions(session));  // known within the write, which must be short
    BulkOutcome outcome;
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        try {
            outcome = {};
            const auto ground = TZ_TRY(
                ground_of(session, edit.change.ledger, TZ_TRY(current_definitions(session, tx))));
            std::vector<Error> errors;
            const auto plan = BulkPlan::create({tx, *ground.page.definitions, session.principal},
                                               *ground.page.ledger, *ground.page.sight,
                                               ground.write, edit.change, errors);
            if (!errors.empty()) {
                return tl::unexpected(errors.front());
            }
            auto steps =
                steps_of(plan, edit.records, read_seen(tx, ground.page, edit), outcome.differs);
            if (outcome.differs.empty()) {
                outcome.batch = TZ_TRY(write_steps(tx, ground, edit, std::move(steps)));
            }
            return {};
        } catch (const model::BrokenDefinition& broken) {
            return tl::unexpected(broken.error);
        }
    }));
    return outcome;
}

}  // namespace taizhang::service
