// SPDX-License-Identifier: Apache-2.0
// figures DATA PERIOD [INDICATOR …]: the time of one question for these figures (all, when none is
// named) in an open store, whose definitions the question before has read. Prints the microseconds
// and, on the next line, the values as JSON.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <chrono>
#include <iostream>
#include <stdexcept>

#include "bench/must.hpp"
#include "service/reporting/figures.hpp"
#include "store_sqlite/sqlite_store.hpp"

namespace {

using namespace taizhang;

void ask(const char* data, const service::FiguresQuery& query) {
    const auto store = must(store_sqlite::SqliteStore::open(data, keys_beside(data)));
    const service::Session session{*store, access::local_operator("bench")};
    must(service::read_figures(session, query));
    const auto begin = std::chrono::steady_clock::now();
    const auto figures = must(service::read_figures(session, query));
    const auto end = std::chrono::steady_clock::now();
    boost::json::object values;
    for (const auto& row : figures.rows) {
        values[row.indicator->name] =
            row.value.number ? boost::json::value(rollup::value_text(*row.value.number))
                             : boost::json::value(nullptr);
    }
    fmt::print("{}\n{}\n",
               std::chrono::duration_cast<std::chrono::microseconds>(end - begin).count(),
               boost::json::serialize(values));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "figures DATA PERIOD [INDICATOR …]\n";
        return 2;
    }
    try {
        ask(argv[1], {must(parse_period(argv[2])), "", {argv + 3, argv + argc}});
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
    return 0;
}
