// SPDX-License-Identifier: Apache-2.0
// The input is lines: a page mark, a sort, and filters of a list of records in a real store.
// Whatever they are, the answer is some of its records or an error that says something.
#include <cstdint>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "service/records/record_list.hpp"
#include "tests/conformance/office.hpp"
#include "tests/fuzz/promises.hpp"

namespace {

using namespace taizhang;

constexpr const char* kDefinitions = R"(
ledger: visits
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 走访, en: Visits}
number: ZF
retention: permanent
fields:
  - {name: visited_on, title: 日期, type: date, role: happened_on}
  - {name: place, title: 网格, type: area, role: area}
  - {name: cause, title: 事由, type: choice, choices: {illness: 疾病, accident: 意外}}
  - {name: amount, title: 金额, type: money}
  - {name: hours, title: 时长, type: decimal}
  - {name: count, title: 人数, type: integer}
  - {name: urgent, title: 紧急, type: boolean}
  - {name: note, title: 情况, type: long_text}
)";
constexpr std::size_t kRecords = 3;

class Lists {
  public:
    Lists() : office_(kDefinitions, tests::Adapter::Sqlite) {
        for (const char* amount : {"1.50", "20", "300"}) {
            const auto added = office_.add("visits", {{"visited_on", "2020-05-01"},
                                                      {"cause", "illness"},
                                                      {"amount", amount},
                                                      {"note", "走访"}});
            fuzz::promise(added.has_value(), "a record is taken");
        }
    }
    Result<service::RecordPage> read(const std::vector<std::string>& lines) {
        service::ListRequest request;
        request.ledger = "visits";
        request.after = lines.empty() ? "" : lines[0];
        request.sort = lines.size() < 2 ? "" : lines[1];
        for (std::size_t i = 2; i < lines.size(); ++i) {
            request.filters.push_back(lines[i]);
        }
        return service::list_records(office_.session(), request);
    }

  private:
    tests::TestOffice office_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Lists lists;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    if (!is_valid_utf8(input)) {  // the server takes no such address
        return 0;
    }
    const auto page = lists.read(split(input, "\n"));
    if (page) {
        fuzz::promise(page->records.size() <= kRecords, "some of the records");
    } else {
        fuzz::promise_error(page.error());
    }
    return 0;
}
