// SPDX-License-Identifier: Apache-2.0
// The input is a zip archive as it stands, or, because a fuzzer cannot guess checksums, the parts
// of a workbook in the order of kParts with a line of %%%% between them.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "exchange/xlsx_reader.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/promises.hpp"
#include "tests/fuzz/stored_zip.hpp"

namespace {

constexpr std::string_view kSeparator = "\n%%%%\n";
constexpr std::array<std::string_view, 5> kParts = {
    "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels"};

constexpr std::string_view kWorkbook =
    R"(<workbook xmlns:r="r"><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>)";
constexpr std::string_view kRelationships =
    R"(<Relationships><Relationship Id="rId1" Type="x/worksheet")"
    R"( Target="worksheets/sheet1.xml"/></Relationships>)";

std::string archive_of(std::string_view input) {
    taizhang::fuzz::StoredZip archive;
    std::size_t part = 0;
    for (bool more = true; more && part < kParts.size(); ++part) {
        const auto end = input.find(kSeparator);
        archive.add(kParts[part], input.substr(0, end));
        more = end != std::string_view::npos;
        input.remove_prefix(more ? end + kSeparator.size() : input.size());
    }
    // Without these two nothing else would be reached.
    if (part <= 3) {
        archive.add(kParts[3], kWorkbook);
    }
    if (part <= 4) {
        archive.add(kParts[4], kRelationships);
    }
    return archive.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taizhang;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const fuzz::MemoryFile file(input.starts_with("PK") ? std::string(input) : archive_of(input));
    const auto table = exchange::open_xlsx(file.path(), {});
    if (table) {
        fuzz::read_rows(**table);
    } else {
        fuzz::promise_error(table.error());
    }
    return 0;
}
