// SPDX-License-Identifier: Apache-2.0
// durable_write DATA ROWS WAITING: records written one closure each into a store of the bench pack,
// as a clerk's entry is, with always WAITING closures before the writer, which joins them into one
// commit. Every one is durable before it is answered. Prints the microseconds.
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "bench/must.hpp"
#include "bench/work_orders.h"
#include "model/records/parse_value.hpp"
#include "service/records/record_writer.hpp"
#include "store_sqlite/sqlite_store.hpp"

namespace {

using namespace taizhang;

class Entry {
  public:
    Entry(const service::Session& session, long rows)
        : session_(session),
          definitions_(must(service::load_definitions(session))),
          ledger_(*must(definitions_->catalog.ledger("work_orders"))),
          grant_(must(access::authorize(session.principal, access::Permission::WriteRecords))),
          rows_(rows) {
        for (int cell = 0; cell < kCells; ++cell) {
            char code[kTextBytesMax];
            cell_code(cell, code);
            cells_.push_back(must(definitions_->areas.find(code)));
        }
    }

    // Takes the next row until there is none.
    void run() {
        for (long row = next_++; row < rows_; row = next_++) {
            auto values = values_of(row);
            const auto errors = service::check_row(*definitions_, ledger_, values);
            if (!errors.empty()) {
                throw std::runtime_error(describe(errors.front()));
            }
            const auto content = model::content_of(ledger_, std::move(values));
            must(session_.store.write([&](store::WriteTx& tx) -> Result<void> {
                service::RecordWriter writer(tx, *definitions_, ledger_, grant_, BatchId{});
                TZ_TRY(writer.create(content, ""));
                return {};
            }));
        }
    }

  private:
    std::vector<model::Value> values_of(long row) const {
        WorkOrder order;
        make_work_order(row, &order);
        char community[kTextBytesMax];
        community_name(order.cell / kCellsPerCommunity, community);
        constexpr double kDegreeUnits = 1e6;
        const auto degrees = [&](double value) {
            return Decimal{std::llround(value * kDegreeUnits)};
        };
        return {std::string(order.id),
                std::string(order.title),
                std::string(kCategoryCodes[order.category]),
                std::string(order.description),
                std::string(order.address),
                degrees(order.lon),
                degrees(order.lat),
                std::string(community),
                cells_[static_cast<std::size_t>(order.cell)].value,
                std::string(kStatusCodes[order.status]),
                must(parse_date(order.received_at)),
                must(parse_date(order.due_at)),
                Money{order.amount_fen}};
    }

    const service::Session& session_;
    std::shared_ptr<const service::Definitions> definitions_;
    const model::LedgerDefinition& ledger_;
    access::Grant grant_;
    long rows_;
    std::vector<AreaId> cells_;
    std::atomic<long> next_{0};
};

std::int64_t write_rows(const char* data, long rows, int waiting) {
    const auto store = must(store_sqlite::SqliteStore::open(data, keys_beside(data)));
    const service::Session session{*store, access::local_operator("bench")};
    Entry entry(session, rows);
    const auto begin = std::chrono::steady_clock::now();
    std::vector<std::thread> clerks;
    for (int i = 1; i < waiting; ++i) {
        clerks.emplace_back([&] { entry.run(); });
    }
    entry.run();
    for (auto& clerk : clerks) {
        clerk.join();
    }
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                                 begin)
        .count();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "durable_write DATA ROWS WAITING\n";
        return 2;
    }
    try {
        fmt::print("{}\n", write_rows(argv[1], std::atol(argv[2]), std::atoi(argv[3])));
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
    return 0;
}
