// SPDX-License-Identifier: Apache-2.0
// Bulk edits that were done: which there are, and taking one back.
#include <algorithm>

#include "base/limits.hpp"
#include "service/current_definitions.hpp"
#include "service/desk/bulk_edit.hpp"
#include "service/desk/limits.hpp"
#include "service/records/undo_batch.hpp"

namespace taizhang::service {

using access::Permission;

namespace {

struct Writing {
    const model::LedgerDefinition* ledger = nullptr;
    LedgerId id;
    access::Grant grant;

    // His own, and everybody's where he writes all of the ledger.
    bool may_take_back(const store::Batch& batch) const {
        return batch.is_bulk_edit() && batch.ledger == id &&
               (batch.actor == grant.actor() || grant.rows(*ledger).everything);
    }
};

Result<Writing> writing_of(const Session& session, const Definitions& definitions,
                           const std::string& name) {
    const auto* ledger = TZ_TRY(definitions.catalog.ledger(name));
    auto grant = TZ_TRY(access::authorize(session.principal, Permission::WriteRecords, *ledger));
    return Writing{ledger, definitions.catalog.id_of(*ledger), std::move(grant)};
}

Result<store::Batch> batch_within(store::ReadTx& tx, const Writing& writing, BatchId id) {
    auto batch = tx.batch(id);
    if (!batch || !writing.may_take_back(*batch)) {
        return fail(ErrorCode::NotFound, "没有这次批量修改，或者不归你撤回",
                    "no such bulk edit of his");
    }
    return std::move(*batch);
}

}  // namespace

Result<std::vector<store::Batch>> list_bulk_edits(const Session& session,
                                                  const std::string& ledger) {
    std::vector<store::Batch> edits;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        const auto writing = TZ_TRY(writing_of(session, *definitions, ledger));
        for (auto& batch : tx.batches()) {
            if (edits.size() < limits::kBulkEditsListed && writing.may_take_back(batch)) {
                edits.push_back(std::move(batch));
            }
        }
        return {};
    };
    TZ_TRY(read_defined(session, read));
    return edits;
}

Result<store::Batch> find_bulk_edit(const Session& session, const std::string& ledger, BatchId id) {
    store::Batch found;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        found = TZ_TRY(batch_within(tx, TZ_TRY(writing_of(session, *definitions, ledger)), id));
        return {};
    };
    TZ_TRY(read_defined(session, read));
    return found;
}

Result<store::Batch> bulk_edit_of(const Session& session, const std::string& ledger,
                                  RecordId record, std::int64_t revision) {
    const auto history = TZ_TRY(record_history(session, ledger, record));
    const auto found = std::find_if(history.revisions.begin(), history.revisions.end(),
                                    [&](const auto& one) { return one.revision == revision; });
    std::optional<store::Batch> batch;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        batch = found == history.revisions.end() ? std::nullopt : tx.batch(found->batch);
        return {};
    }));
    if (!batch) {
        return fail(ErrorCode::NotFound, "没有这次批量修改", "no batch of this revision");
    }
    return std::move(*batch);
}

Result<store::Batch> undo_bulk_edit(const Session& session, const std::string& ledger, BatchId id) {
    TZ_TRY(access::authorize(session.principal, Permission::WriteRecords));
    TZ_TRY(load_definitions(session));  // known within the write, which must be short
    store::Batch undone;
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        try {
            const auto definitions = TZ_TRY(current_definitions(session, tx));
            const auto writing = TZ_TRY(writing_of(session, *definitions, ledger));
            const auto sight = TZ_TRY(RecordSight::create(session.principal, *writing.ledger));
            undone = TZ_TRY(batch_within(tx, writing, id));
            TZ_TRY(take_back_batch(
                tx, {*definitions, *writing.ledger, writing.grant, &sight, "撤回批量修改"},
                undone));
            undone.status = store::BatchStatus::Undone;
            return {};
        } catch (const model::BrokenDefinition& broken) {
            return tl::unexpected(broken.error);
        }
    }));
    return undone;
}

}  // namespace taizhang::service
