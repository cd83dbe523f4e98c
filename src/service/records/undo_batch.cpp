// SPDX-License-Identifier: Apache-2.0
#include "service/records/undo_batch.hpp"

#include <fmt/format.h>

#include <map>

#include "base/text.hpp"
#include "service/records/import_writer.hpp"
#include "service/records/record_values.hpp"
#include "service/records/record_writer.hpp"

namespace taizhang::service {

using model::LedgerRecord;
using model::Value;
using store::AuditAction;

namespace {

constexpr std::size_t kRecordsNamedMax = 5;

std::vector<FieldBefore> before_of(const store::AuditEvent& event,
                                   const model::LedgerDefinition& ledger) {
    auto fields = fields_before(event.diff, ledger);
    if (!event.personal_diff.empty()) {
        for (auto& field : fields_before(event.personal_diff.substr(store::kSaltBytes), ledger)) {
            fields.push_back(std::move(field));
        }
    }
    return fields;
}

class Undo {
  public:
    Undo(store::WriteTx& tx, const UndoGround& ground, const store::Batch& batch)
        : tx_(tx),
          ground_(ground),
          writer_(tx, ground.definitions, ground.ledger, ground.grant, BatchId{}),
          batch_(batch) {
        writer_.because(ground.reason);
    }

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
            const auto* kind = batch_.is_bulk_edit() ? "修改" : "导入";
            return fail(ErrorCode::Conflict,
                        fmt::format("这批{0}不能撤回：{1} 在{0}后又改过，先处理这些条目", kind,
                                    join(changed_since_, "、")),
                        "records of the batch were changed since");
        }
        return outcome_;
    }

  private:
    Result<void> undo(const store::AuditEvent& event) {
        store::RecordQuery query;
        query.table = ground_.definitions.table(ground_.ledger);
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
        switch (event.action) {
            case AuditAction::RecordCreated:
                return remove(*record);
            case AuditAction::RecordDeleted:
                return restore(*record);
            default:
                return revert(*record, event);
        }
    }

    Result<void> remove(const LedgerRecord& record) {
        ++outcome_.removed;
        return writer_.remove(record);
    }

    Result<void> restore(const LedgerRecord& record) {
        ++outcome_.reverted;
        TZ_TRY(writer_.restore(record, record.values));
        return {};
    }

    Result<void> revert(const LedgerRecord& record, const store::AuditEvent& event) {
        auto before = before_of(event, ground_.ledger);
        const bool restored = event.action == AuditAction::RecordRestored;
        if (restored && before.empty()) {
            return remove(record);
        }
        std::vector<Value> values = record.values;
        for (auto& field : before) {
            if (ground_.sight != nullptr && !ground_.sight->shows(record, field.field)) {
                return fail(ErrorCode::Forbidden, "改过的项里有你现在看不到的，请找看得到的人撤回",
                            "a field of it is hidden");
            }
            values[field.field] = std::move(field.value);
        }
        ++outcome_.reverted;
        auto changed = writer_.change(record, std::move(values));
        if (!changed) {
            return tl::unexpected(changed.error());
        }
        // A record that the batch fetched out of the recycle bin goes back into it.
        return restored ? remove_restored(*changed) : Result<void>{};
    }

    Result<void> remove_restored(const LedgerRecord& record) {
        ++undone_[record.id.value];
        return writer_.remove(record);
    }

    store::WriteTx& tx_;
    const UndoGround& ground_;
    RecordWriter writer_;
    const store::Batch& batch_;
    std::map<std::int64_t, std::int64_t> undone_;
    std::vector<std::string> changed_since_;
    UndoOutcome outcome_;
};

}  // namespace

Result<UndoOutcome> take_back_batch(store::WriteTx& tx, const UndoGround& ground,
                                    store::Batch batch) {
    if (batch.status == store::BatchStatus::Undone) {
        return fail(ErrorCode::Conflict, fmt::format("批次 {} 已经撤回过", batch.id.value),
                    "batch is undone already");
    }
    const auto outcome = TZ_TRY(Undo(tx, ground, batch).run());
    batch.status = store::BatchStatus::Undone;
    tx.put_batch(batch);
    append_batch_event(tx, batch, AuditAction::BatchUndone, ground.grant.actor());
    return outcome;
}

Result<UndoOutcome> undo_batch(const Session& session, BatchId id) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::ImportRecords));
    const auto definitions = TZ_TRY(load_definitions(session));
    UndoOutcome outcome;
    auto written = session.store.write([&](store::WriteTx& tx) -> Result<void> {
        const auto batch = tx.batch(id);
        if (!batch) {
            return fail(ErrorCode::NotFound,
                        fmt::format("没有批次 {}。taizhang batches 列出全部批次", id.value),
                        "no such batch");
        }
        const auto* ledger = definitions->ledger(batch->ledger);
        if (ledger == nullptr) {
            return fail(ErrorCode::NotFound, "这批导入的台账已停用", "ledger is retired");
        }
        TZ_TRY(access::authorize(session.principal, access::Permission::ImportRecords, *ledger));
        outcome = TZ_TRY(take_back_batch(tx, {*definitions, *ledger, grant, nullptr, ""}, *batch));
        return {};
    });
    if (!written) {
        return tl::unexpected(written.error());
    }
    return outcome;
}

}  // namespace taizhang::service
