// SPDX-License-Identifier: Apache-2.0
#include "service/reporting/count_records.hpp"

#include <atomic>
#include <deque>
#include <future>

#include "base/limits.hpp"
#include "rollup/ledger_counter.hpp"
#include "service/reporting/id_ranges.hpp"

namespace taizhang::service {
namespace {

constexpr std::size_t kThreads = 2;

// What one thread has of one ledger.
struct Counted {
    rollup::LedgerRollup rollup;
    std::vector<bool> wanted;
    rollup::LedgerCounter counter;

    Counted(const Definitions& definitions, const model::LedgerDefinition& ledger)
        : rollup(definitions.catalog, ledger),
          wanted(rollup.ids().size(), true),
          counter(rollup, definitions.areas, wanted) {}
};

class RecordCounter {
  public:
    RecordCounter(const Session& session, const Definitions& definitions, std::int64_t last_event,
                  Progress& progress)
        : session_(session),
          definitions_(definitions),
          last_event_(last_event),
          progress_(progress),
          ranges_(definitions.catalog.pack.ledgers.size()) {}

    Result<std::optional<CountedRecords>> run() {
        std::vector<std::future<Result<void>>> others;
        for (std::size_t i = 1; i < kThreads; ++i) {
            others.push_back(std::async(std::launch::async, [this, i] { return count(i); }));
        }
        auto outcome = count(0);
        for (auto& other : others) {
            auto counted = other.get();
            outcome = outcome ? std::move(counted) : std::move(outcome);
        }
        if (!outcome) {
            return tl::unexpected(outcome.error());
        }
        return given_up_ ? std::nullopt : std::optional(joined());
    }

  private:
    using OneThread = std::deque<Counted>;  // by ledger, as in the pack

    Result<void> count(std::size_t thread) {
        auto& counted = counted_[thread];
        for (const auto& ledger : definitions_.catalog.pack.ledgers) {
            counted.emplace_back(definitions_, ledger);
        }
        return session_.store.read([&](store::ReadTx& tx) -> Result<void> {
            given_up_ = given_up_ || tx.search().last_event() != last_event_ ||
                        tx.settled_to() < last_event_;
            for (auto range = ranges_.take(); range; range = ranges_.take()) {
                try {
                    count_range(tx, counted[range->ledger], *range);
                } catch (...) {
                    ranges_.give_up();
                    throw;
                }
            }
            return {};
        });
    }

    void count_range(store::ReadTx& tx, Counted& counted, IdRange range) {
        const auto& ledger = definitions_.catalog.pack.ledgers[range.ledger];
        store::RecordQuery query;
        query.table = definitions_.table(ledger);
        query.scope = &model::kEverything;
        query.fields = counted.rollup.fields();
        query.after = range.after;
        query.before = range.before;
        const std::size_t bytes_before = counted.counter.sums().bytes();
        std::size_t records = 0;
        tx.scan_records(query, [&](const model::LedgerRecord& record) {
            counted.counter.add(record);
            range.after = record.id;
            return ++records < limits::kRebuildRecordsTaken;
        });
        bytes_ += counted.counter.sums().bytes() - bytes_before;
        if (!progress_.step(static_cast<std::int64_t>(records)) ||
            bytes_ > limits::kRebuildSumsBytesMax) {
            given_up_ = true;
        }
        if (given_up_) {
            ranges_.give_up();
        } else if (records < limits::kRebuildRecordsTaken) {
            ranges_.give_back({});
        } else {
            ranges_.give_back(halves(tx, query.table, range));
        }
    }

    CountedRecords joined() {
        CountedRecords all{last_event_, {}};
        for (std::size_t i = 0; i < definitions_.catalog.pack.ledgers.size(); ++i) {
            all.sums.push_back(std::move(counted_[0][i].counter.sums()));
            for (std::size_t thread = 1; thread < kThreads; ++thread) {
                all.sums.back().add(counted_[thread][i].counter.sums());
                counted_[thread][i].counter.clear();
            }
        }
        return all;
    }

    const Session& session_;
    const Definitions& definitions_;
    std::int64_t last_event_;
    Progress& progress_;
    IdRanges ranges_;
    std::atomic<std::size_t> bytes_ = 0;
    std::atomic<bool> given_up_ = false;
    OneThread counted_[kThreads];  // each written by its own thread
};

}  // namespace

std::int64_t records_by_rollups(store::ReadTx& tx, const Definitions& definitions) {
    const Period always{Date::from_civil(1900, 1, 1), Date::from_civil(2199, 12, 31)};
    std::int64_t records = 0;
    for (const auto& [name, id] : definitions.catalog.ledger_ids) {
        records += tx.rollup(model::filing_indicator(id), definitions.areas.root(), always).count;
    }
    return records;
}

Result<std::optional<CountedRecords>> count_records(const Session& session, Progress& progress) {
    std::int64_t last_event = 0;
    std::shared_ptr<const Definitions> definitions;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        last_event = tx.search().last_event();
        definitions = TZ_TRY(load_definitions(tx));
        return {};
    }));
    return RecordCounter(session, *definitions, last_event, progress).run();
}

}  // namespace taizhang::service
