// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/limits.hpp"
#include "rollup/contribution.hpp"
#include "service/verify/verify_chain.hpp"
#include "service/verify/verify_rollups.hpp"

namespace taizhang::service {

namespace {

class RecordVerifier {
  public:
    RecordVerifier(store::ReadTx& tx, const Definitions& definitions, LastEvents events,
                   VerifyOutcome& outcome)
        : tx_(tx), definitions_(definitions), events_(std::move(events)), outcome_(outcome) {}

    void run() {
        for (const auto& ledger : definitions_.catalog.pack.ledgers) {
            verify_ledger(ledger);
        }
        for (const auto& [record, event] : events_) {
            note_finding(outcome_,
                         fmt::format("条目 {} 不见了（留痕第 {} 条说它在）", record, event.seq));
        }
        verify_rollups(tx_, definitions_, recount_, outcome_);
    }

  private:
    void verify_ledger(const model::LedgerDefinition& ledger) {
        const rollup::LedgerRollup rollup(definitions_.catalog, ledger);
        store::RecordQuery query;
        query.table = definitions_.table(ledger);
        query.scope = &model::kEverything;
        query.deleted = store::Deleted::Include;
        std::vector<model::RollupDelta> deltas;
        tx_.scan_records(query, [&](const model::LedgerRecord& record) {
            ++outcome_.records;
            verify_row(ledger, record);
            deltas.clear();
            rollup.append(record, definitions_.areas, 1, deltas);
            for (const auto& delta : deltas) {
                recount_.add(delta);
            }
            return true;
        });
    }

    void verify_row(const model::LedgerDefinition& ledger, const model::LedgerRecord& record) {
        const auto event = events_.find(record.id.value);
        const std::string place = fmt::format("{} {}", ledger.title.zh, record.number);
        if (event == events_.end()) {
            note_finding(outcome_, fmt::format("{} 没有留痕", place));
            return;
        }
        if (event->second.revision != record.revision) {
            note_finding(outcome_, fmt::format("{} 是第 {} 版，留痕只到第 {} 版", place,
                                               record.revision, event->second.revision));
        } else if (model::record_digest(ledger, record) != event->second.row_digest) {
            note_finding(outcome_, fmt::format("{} 的内容与留痕第 {} 条不符，被绕过程序改过", place,
                                               event->second.seq));
        }
        events_.erase(event);
    }

    store::ReadTx& tx_;
    const Definitions& definitions_;
    LastEvents events_;
    VerifyOutcome& outcome_;
    model::RollupSums recount_;
};

}  // namespace

void verify_records(store::ReadTx& tx, const Definitions& definitions, LastEvents events,
                    VerifyOutcome& outcome) {
    RecordVerifier(tx, definitions, std::move(events), outcome).run();
}

Result<VerifyOutcome> verify_store(const Session& session) {
    const auto grant = TZ_TRY(access::authorize(session.principal, access::Permission::Verify));
    VerifyOutcome outcome;
    auto read = session.store.read([&](store::ReadTx& tx) -> Result<void> {
        for (auto& finding : tx.check_storage()) {
            note_finding(outcome, "数据库文件：" + finding);
        }
        LastEvents events = verify_chain(tx, outcome);
        const auto definitions = TZ_TRY(load_definitions(tx));
        verify_records(tx, *definitions, std::move(events), outcome);
        verify_search(tx, *definitions, outcome);
        for (const auto& batch : tx.batches()) {
            if (batch.status == store::BatchStatus::Open) {
                outcome.notes.push_back(
                    fmt::format("批次 {}（{}）没有导完，已到第 {} 行。再导入同一文件就接着导，"
                                "或 taizhang undo 撤回",
                                batch.id.value, batch.file, batch.rows_done));
            }
        }
        return {};
    });
    if (!read) {
        return tl::unexpected(read.error());
    }
    return outcome;
}

}  // namespace taizhang::service
