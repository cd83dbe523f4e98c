// SPDX-License-Identifier: Apache-2.0
// The input is a CSV file.
#include <cstdint>
#include <string_view>

#include "exchange/csv_reader.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/promises.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taizhang;
    const fuzz::MemoryFile file(std::string_view(reinterpret_cast<const char*>(data), size));
    const auto table = exchange::open_csv(file.path());
    if (table) {
        fuzz::read_rows(**table);
    } else {
        fuzz::promise_error(table.error());
    }
    return 0;
}
