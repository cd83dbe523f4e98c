// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>

#include "base/text.hpp"
#include "service/records/import_records.hpp"
#include "service/records/import_writer.hpp"
#include "service/records/record_values.hpp"
#include "service/records/record_writer.hpp"

namespace taizhang::service {

using model::LedgerDefinition;
using model::LedgerRecord;
using model::Value;

namespace {

constexpr std::size_t kRecordsNamedMax = 5;

void put_back(const std::string& diff, const LedgerDefinition& ledger, std::vector<Value>& values) {
    for (auto& before : fields_before(diff, ledger)) {
        values[before.field] = std::move(before.value);
    }
}

class Undo {
  public:
    Undo(store::WriteTx& tx, const Definitions& definitions, const LedgerDefinition& ledger,
         const access::Grant& grant, const store::Batch& batch)
        : tx_(tx),
          definitions_(definitions),
          ledger_(ledger),
          writer_(tx, definitions, ledger, grant, BatchId{}),
          batch_(batch) {}

    Result<UndoOutcome> run() {
        std::vector<store::AuditEvent> events;
        tx_.scan_audit({0, batch_.id, RecordId{}}, [&](const store::AuditEvent& event) {
            if (event.record) {
                events.push_back(event);
            }
            return true;
        });
        // Latest first: a row that a batch changed twice goes back through both.
        for (auto event = events.rbegin(); event != events.rend(); ++event) {
            if (auto undone = undo(*event); !undone) {
                return tl::unexpected(undone.error());
            }
        }
        if (!changed_since_.empty()) {
            return fail(ErrorCode::Conflict,
                        fmt::format("这批导入不能撤回：{} 在导入后又改过，先处理这些条目",
                                    join(changed_since_, "、")),
                        "records of the batch were changed since");
        }
        return outcome_;
    }

  private:
    Result<void> undo(const store::AuditEvent& event) {
        store::RecordQuery query;
        query.table = definitions_.table(ledger_);
        query.scope = &model::kEverything;
        query.id = event.record;
        query.deleted = store::Deleted::Include;
        const auto record = tx_.find_record(query);
        if (!record || record->revision != event.revision + undone_[event.record.value]) {
            if (changed_since_.size() < kRecordsNamedMax) {
                changed_since_.push_back(record ? record->number : "?");
            }
            return {};
        }
        if (event.damaged) {
            return fail(
                ErrorCode::Corrupt,
                fmt::format("{} 改前的个人信息密文打不开，不能撤回。先 taizhang verify 看看",
                            record->number),
                "the diff cannot be opened");
        }
        // Each undone step appends a revision of its own, so the next step back sees two more.
        undone_[event.record.value] += 2;
        return event.action == store::AuditAction::RecordCreated ? remove(*record)
                                                                 : revert(*record, event);
    }

    Result<void> remove(const LedgerRecord& record) {
        ++outcome_.removed;
        return writer_.remove(record);
    }

    Result<void> revert(const LedgerRecord& record, const store::AuditEvent& event) {
        std::vector<Value> values = record.values;
        put_back(event.diff, ledger_, values);
        if (!event.personal_diff.empty()) {
            put_back(event.personal_diff.substr(store::kSaltBytes), ledger_, values);
        }
        ++outcome_.reverted;
        auto changed = writer_.change(record, std::move(values));
        if (!changed) {
            return tl::unexpected(changed.error());
        }
        // A record that the batch fetched out of the recycle bin goes back into it.
        return event.action == store::AuditAction::RecordRestored ? remove_restored(*changed)
                                                                  : Result<void>{};
    }

    Result<void> remove_restored(const LedgerRecord& record) {
        ++undone_[record.id.value];
        return writer_.remove(record);
    }

    store::WriteTx& tx_;
    const Definitions& definitions_;
    const LedgerDefinition& ledger_;
    RecordWriter writer_;
    const store::Batch& batch_;
    std::map<std::int64_t, std::int64_t> undone_;
    std::vector<std::string> changed_since_;
    UndoOutcome outcome_;
};

Result<store::Batch> undoable_batch(store::ReadTx& tx, BatchId id) {
    const auto batch = tx.batch(id);
    if (!batch) {
        return fail(ErrorCode::NotFound,
                    fmt::format("没有批次 {}。taizhang batches 列出全部批次", id.value),
                    "no such batch");
    }
    if (batch->status == store::BatchStatus::Undone) {
        return fail(ErrorCode::Conflict, fmt::format("批次 {} 已经撤回过", id.value),
                    "batch is undone already");
    }
    return *batch;
}

}  // namespace

Result<UndoOutcome> undo_batch(const Session& session, BatchId id) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::ImportRecords));
    const auto definitions = TZ_TRY(load_definitions(session));
    UndoOutcome outcome;
    auto written = session.store.write([&](store::WriteTx& tx) -> Result<void> {
        store::Batch batch = TZ_TRY(undoable_batch(tx, id));
        const auto* ledger = definitions->ledger(batch.ledger);
        if (ledger == nullptr) {
            return fail(ErrorCode::NotFound, "这批导入的台账已停用", "ledger is retired");
        }
        outcome = TZ_TRY(Undo(tx, *definitions, *ledger, grant, batch).run());
        batch.status = store::BatchStatus::Undone;
        tx.put_batch(batch);
        append_batch_event(tx, batch, store::AuditAction::BatchUndone, grant.actor());
        return {};
    });
    if (!written) {
        return tl::unexpected(written.error());
    }
    return outcome;
}

}  // namespace taizhang::service
