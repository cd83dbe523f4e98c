// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>

#include "rollup/contribution.hpp"
#include "service/verify/checks.hpp"
#include "service/verify/recount.hpp"
#include "service/verify/traced_ledgers.hpp"

namespace taizhang::service {

namespace {

class RecordVerifier {
  public:
    RecordVerifier(const Definitions& definitions, Recount& recount, VerifyOutcome& outcome)
        : areas_(definitions.areas), recount_(recount), outcome_(outcome) {
        for (const auto& ledger : definitions.catalog.pack.ledgers) {
            rollups_.try_emplace(definitions.catalog.id_of(ledger), definitions.catalog, ledger);
        }
    }

    void take(const RecordTrace& trace) {
        verify_events(trace);
        if (trace.record == nullptr) {
            note_finding(outcome_, fmt::format("条目 {} 不见了（留痕第 {} 条说它在）",
                                               trace.id.value, trace.last.seq));
            return;
        }
        ++outcome_.records;
        verify_row(trace);
        const auto rollup = rollups_.find(trace.ledger.id);
        if (rollup != rollups_.end()) {
            deltas_.clear();
            rollup->second.append(*trace.record, areas_, 1, deltas_);
            deltas_.visit([this](const auto& delta) { recount_.add(delta); });
        }
    }

  private:
    void verify_events(const RecordTrace& trace) {
        if (trace.events != trace.last.revision) {
            note_finding(outcome_, fmt::format("条目 {} 有 {} 版，留痕却有 {} 条", trace.id.value,
                                               trace.last.revision, trace.events));
        }
        if (trace.erased && !trace.purged) {
            note_finding(outcome_, fmt::format("条目 {} 的个人信息留痕被抹去，却没有清除记录",
                                               trace.id.value));
        }
    }

    void verify_row(const RecordTrace& trace) {
        const auto& ledger = *trace.ledger.definition;
        const auto place = [&] {
            return fmt::format("{} {}", ledger.title.zh, trace.record->number);
        };
        if (trace.events == 0) {
            note_finding(outcome_, fmt::format("{} 没有留痕", place()));
        } else if (trace.record->revision != trace.last.revision) {
            note_finding(outcome_, fmt::format("{} 是第 {} 版，留痕只到第 {} 版", place(),
                                               trace.record->revision, trace.last.revision));
        } else if (trace.record->damaged) {
            note_finding(outcome_, fmt::format("{} 的个人信息密文打不开，被改过或换过", place()));
        } else if (model::record_digest(ledger, *trace.record) != trace.last.row_digest) {
            note_finding(outcome_, fmt::format("{} 的内容与留痕第 {} 条不符，被绕过程序改过",
                                               place(), trace.last.seq));
        }
    }

    const model::AreaTree& areas_;
    Recount& recount_;
    VerifyOutcome& outcome_;
    std::map<LedgerId, rollup::LedgerRollup> rollups_;
    model::RollupDeltas deltas_;
};

}  // namespace

void verify_records(store::ReadTx& tx, const Definitions& definitions,
                    const RetiredLedgers& retired, Progress& progress, VerifyOutcome& outcome) {
    Recount recount(tx, definitions, retired, outcome);
    RecordVerifier verifier(definitions, recount, outcome);
    Steps steps(progress);
    const bool whole =
        visit_traces(tx, traced_ledgers(definitions, retired), [&](const RecordTrace& trace) {
            verifier.take(trace);
            return steps.one_more();
        });
    if (whole) {
        recount.compare(progress);
    }
}

}  // namespace taizhang::service
