// SPDX-License-Identifier: Apache-2.0
#include "store/sealing_run.hpp"

#include <algorithm>
#include <stdexcept>

namespace taizhang::store {

using model::LedgerDefinition;
using model::LedgerRecord;

namespace {

// The ledger as it was stored before there were seals.
LedgerDefinition bare_form(LedgerDefinition definition) {
    for (auto& field : definition.fields) {
        field.sensitive = model::Sensitivity::None;
    }
    return definition;
}

}  // namespace

SealingRun::SealingRun(WriteTx& tx, const Sealer& sealer, const std::vector<LedgerTable>& ledgers,
                       std::size_t rows_max)
    : tx_(tx), sealer_(sealer), rows_max_(static_cast<std::int64_t>(rows_max)) {
    std::copy_if(ledgers.begin(), ledgers.end(), std::back_inserter(ledgers_),
                 [](const auto& ledger) { return ledger.definition->has_personal_fields(); });
}

SealingStep SealingRun::step() {
    const auto begun = pass();
    if (!begun) {
        step_.done = true;
        return step_;
    }
    pass_ = *begun;
    seal_part();
    if (step_.done) {
        drop_pass();
    } else {
        put_pass(pass_);
    }
    return step_;
}

void SealingRun::seal_part() {
    const auto ledgers = static_cast<std::int64_t>(ledgers_.size());
    if (pass_.part < ledgers) {
        seal_ledger(ledgers_[static_cast<std::size_t>(pass_.part)]);
    } else if (pass_.part == ledgers) {
        seal_cells(Cells::Diffs);
    } else if (pass_.part == ledgers + 1) {
        seal_cells(Cells::SecondSteps);
    } else if (pass_.part == ledgers + 2 && pass_.kind == SealingPass::Kind::Anew) {
        seal_cells(Cells::Lines);
    } else {
        step_.done = true;
    }
}

// Goes on with the next part where this one had no more.
void SealingRun::advance(std::size_t rows) {
    step_.rows += static_cast<std::int64_t>(rows);
    if (static_cast<std::int64_t>(rows) < rows_max_) {
        ++pass_.part;
        pass_.after = INT64_MIN;
    }
}

void SealingRun::seal_ledger(const LedgerTable& table) {
    const bool first = pass_.kind == SealingPass::Kind::First;
    if (first && pass_.after == INT64_MIN) {
        if (auto shaped = tx_.shape_table(table); !shaped) {
            throw std::runtime_error(shaped.error().log);
        }
    }
    const LedgerDefinition bare = bare_form(*table.definition);
    RecordQuery query;
    query.table = {table.id, first ? &bare : table.definition};
    query.scope = &model::kEverything;
    query.deleted = Deleted::Include;
    query.after = RecordId{std::max<std::int64_t>(pass_.after, 0)};
    std::vector<LedgerRecord> records;
    tx_.scan_records(query, [&](const LedgerRecord& record) {
        records.push_back(record);
        return static_cast<std::int64_t>(records.size()) < rows_max_;
    });
    for (const auto& record : records) {
        seal_record(table, record);
        pass_.after = record.id.value;
    }
    if (first && static_cast<std::int64_t>(records.size()) < rows_max_) {
        drop_columns(table, bare);
    }
    advance(records.size());
}

void SealingRun::seal_record(const LedgerTable& table, const LedgerRecord& record) {
    if (record.damaged) {
        ++step_.damaged;
        return;
    }
    LedgerRecord sealed = record;
    if (pass_.kind == SealingPass::Kind::First && record.match_key != 0) {
        sealed.match_key = sealer_.blind_match_key(*table.definition, record.match_key);
    }
    write_record(table, record, sealed);
}

void SealingRun::seal_cells(Cells of) {
    const auto& keys = sealer_.keys();
    const auto found = cells(of, pass_.after, rows_max_);
    for (const auto& cell : found) {
        pass_.after = cell.id;
        if (pass_.kind == SealingPass::Kind::First) {
            replace(of, cell, keys.seal(cell.bytes, cell.place));
        } else if (!keys.is_current(cell.bytes)) {
            const auto plain = keys.open(cell.bytes, cell.place);
            if (plain) {
                replace(of, cell, keys.seal(*plain, cell.place));
            }
            step_.damaged += plain ? 0 : 1;
        }
    }
    advance(found.size());
}

}  // namespace taizhang::store
