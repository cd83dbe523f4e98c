// SPDX-License-Identifier: Apache-2.0
#include "tests/access/matrix_office.hpp"

#include <fmt/format.h>

#include <fstream>

#include "base/clock.hpp"
#include "service/areas/import_areas.hpp"
#include "service/attachments/attachments.hpp"
#include "service/identity/accounts.hpp"
#include "service/identity/sign_in.hpp"
#include "service/records/record_entry.hpp"
#include "tests/conformance/uploads.hpp"

namespace taizhang::tests {
namespace {

const char* const kPack = R"(
ledger: relief
title: {zh: 救助, en: Relief}
chapter: main
purpose: {zh: 测试, en: Test}
number: JZ
fields:
  - {name: day, type: date, required: true, role: happened_on, title: {zh: 日期, en: Date}}
  - {name: place, type: area, required: true, role: area, title: {zh: 网格, en: Cell}}
  - {name: applicant, type: person, sensitive: identity, title: {zh: 申请人, en: Applicant}}
  - {name: phone, type: phone, sensitive: contact, title: {zh: 电话, en: Phone}}
  - {name: card, type: text, sensitive: finance, title: {zh: 账号, en: Card}}
  - {name: note, type: text, title: {zh: 备注, en: Note}}
  - {name: scan, type: attachment, sensitive: identity, title: {zh: 证件, en: Scan}}
retention: {years: 3}
---
ledger: orders
title: {zh: 工单, en: Orders}
chapter: main
purpose: {zh: 测试, en: Test}
number: GD
fields:
  - {name: day, type: date, required: true, role: happened_on, title: {zh: 日期, en: Date}}
  - {name: place, type: area, required: true, role: area, title: {zh: 网格, en: Cell}}
  - {name: office, type: unit, role: unit, title: {zh: 科室, en: Unit}}
  - {name: applicant, type: person, sensitive: identity, title: {zh: 来电人, en: Caller}}
  - {name: note, type: text, title: {zh: 备注, en: Note}}
retention: {years: 3}
---
ledger: meetings
title: {zh: 会议, en: Meetings}
chapter: main
purpose: {zh: 测试, en: Test}
number: HY
fields:
  - {name: day, type: date, required: true, role: happened_on, title: {zh: 日期, en: Date}}
  - {name: note, type: text, title: {zh: 备注, en: Note}}
retention: permanent
---
indicator: relief.count
title: {zh: 救助数, en: Relief}
of: relief
measure: count
unit: 件
---
indicator: orders.count
title: {zh: 工单数, en: Orders}
of: orders
measure: count
unit: 件
---
indicator: meetings.count
title: {zh: 会议数, en: Meetings}
of: meetings
measure: count
unit: 次
---
indicator: relief.named
title: {zh: 有名的救助, en: Named}
of: relief
measure: count
where: card is not missing
unit: 件
)";

// What the pack says of roles, and the oracle knows.
const std::map<std::string, OracleRole>& roles() {
    static const std::set<std::string> kAll = {"relief", "orders", "meetings"};
    static const std::set<std::string> kKinds = {"identity", "contact", "finance"};
    static const std::map<std::string, OracleRole> kRoles = {
        {"leader",
         {{"read_records", "find_personal", "reveal_personal", "export_records", "read_figures"},
          kAll,
          {},
          kKinds}},
        {"relief_office",
         {{"read_records", "find_personal", "reveal_personal", "write_records", "export_records",
           "read_figures"},
          {"relief"},
          {"orders", "meetings"},
          kKinds}},
        {"order_office",
         {{"read_records", "find_personal", "write_records", "export_records", "read_figures"},
          {"orders"},
          {},
          {"identity"}}},
        {"worker",
         {{"read_records", "write_records", "read_figures"},
          {"relief", "orders"},
          {},
          {"identity"}}},
        {"blind", {{"read_records", "find_personal", "export_records"}, {"relief"}, {}, {}}},
        {"finder",
         {{"read_records", "find_personal", "reveal_personal"}, {"relief"}, {}, {"contact"}}},
        {"totals", {{"read_figures"}, {}, {"relief", "orders"}, {}}},
        {"keeper", {{"manage_accounts"}, {}, {}, {}}}};
    return kRoles;
}

std::string listed(const std::set<std::string>& words) {
    std::string text;
    for (const auto& word : words) {
        text += (text.empty() ? "" : ", ") + word;
    }
    return "[" + text + "]";
}

std::string pack_text() {
    std::string text = kPack;
    for (const auto& [name, role] : roles()) {
        text += fmt::format("---\nrole: {0}\ntitle: {{zh: {0}, en: {0}}}\npermissions: {1}\n", name,
                            listed(role.permissions));
        text += role.ledgers.empty() ? "" : "ledgers: " + listed(role.ledgers) + "\n";
        text += role.totals.empty() ? "" : "totals: " + listed(role.totals) + "\n";
        text += role.sees.empty() ? "" : "sees: " + listed(role.sees) + "\n";
    }
    return text;
}

template <typename T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(describe(result.error()));
    }
    return take_value(std::move(result));
}

}  // namespace

MatrixOffice::MatrixOffice()
    : office_(pack_text(), current_adapter(), "small_count: 5\n"),
      oracle_(roles(),
              {{"applicant", "identity"},
               {"phone", "contact"},
               {"card", "finance"},
               {"scan", "identity"}},
              {"orders"}) {
    const auto units = office_.folder() / "units.csv";
    std::ofstream(units)
        << "代码,名称,级别,上级代码,生效日期\nu1,民政科,单位,,\nu2,城管科,单位,,\n";
    const auto added = must(service::import_areas(office_.session(), units));
    if (!added.errors.empty()) {
        throw std::runtime_error(describe(added.errors.front()));
    }
    // Community 11 has few in one cell; community 12 has plenty in both.
    const std::pair<const char*, int> places[] = {{"1", 3},   {"11", 2},  {"111", 3},
                                                  {"112", 8}, {"121", 7}, {"122", 6}};
    int number = 0;
    for (const auto& [area, count] : places) {
        for (int i = 0; i < count; ++i) {
            add_row("relief", area, "", ++number);
            add_row("orders", area, i % 3 == 0 ? "u1" : i % 3 == 1 ? "u2" : "", ++number);
        }
    }
    for (int i = 0; i < 6; ++i) {
        add_row("meetings", "1", "", ++number);
    }
    add_people();
}

void MatrixOffice::add_row(const std::string& ledger, const std::string& area,
                           const std::string& unit, int number) {
    OracleRow row;
    row.ledger = ledger;
    row.area = area;
    row.unit = unit;
    row.fields["note"] = fmt::format("标记{:03}尾", number);
    if (ledger != "meetings") {
        // One character for each digit: a name that nobody else has, and no mask shows whole.
        std::string name = "欧阳";
        for (const char digit : fmt::format("{:03}", number)) {
            static const char* const kDigits[] = {"零", "一", "二", "三", "四",
                                                  "五", "六", "七", "八", "九"};
            name += kDigits[digit - '0'];
        }
        row.fields["applicant"] = name;
    }
    if (ledger == "relief") {
        row.fields["phone"] = fmt::format("139{:08}", 10'000'000 + number * 1'013);
        row.fields["card"] = fmt::format("6222{:012}", 700'000'000'000 + number * 7'919LL);
    }
    service::RecordRequest request;
    request.ledger = ledger;
    for (const auto& [field, text] : row.fields) {
        request.fields.push_back({field, text});
    }
    request.fields.push_back({"day", fmt::format("2020-05-{:02}", 1 + number % 28)});
    if (ledger != "meetings") {
        request.fields.push_back({"place", area});
    }
    if (!unit.empty()) {
        request.fields.push_back({"office", unit});
    }
    const auto made = must(service::create_record(office_.session(), request));
    if (!made.errors.empty()) {
        throw std::runtime_error(describe(made.errors.front()));
    }
    row.id = made.record->id.value;
    row.number = made.record->number;
    add_file(row, "");
    if (ledger == "relief") {
        add_file(row, "scan");
    }
    rows_.push_back(std::move(row));
}

// With bytes that no other has.
void MatrixOffice::add_file(OracleRow& row, const std::string& field) {
    const auto file = uploaded(office_.files(), row.number + field, "文件.txt");
    const auto added = must(service::add_attachments(
        office_.session(), {row.ledger, RecordId{row.id}, {}}, {field, ""}, {file}));
    row.attachments[field] = added.front().attachment.id.value;
    ++row.revision;
}

void MatrixOffice::add_people() {
    people_ = {{"leader", {{"leader", "", ""}}},
               {"secretary", {{"leader", "11", ""}}},
               {"relief", {{"relief_office", "", ""}}},
               {"relief11", {{"relief_office", "11", ""}}},
               {"orders", {{"order_office", "", ""}}},
               {"orders.u1", {{"order_office", "", "u1"}}},
               {"orders.u1.12", {{"order_office", "12", "u1"}}},
               {"worker111", {{"worker", "111", ""}}},
               {"worker.two", {{"worker", "111", ""}, {"worker", "122", ""}}},
               {"mixed", {{"order_office", "11", "u2"}, {"worker", "111", ""}}},
               {"blind", {{"blind", "", ""}}},
               {"blind.finder", {{"blind", "", ""}, {"finder", "12", ""}}},
               {"totals", {{"totals", "", ""}}},
               {"totals11", {{"totals", "11", ""}}},
               {"totals.worker", {{"totals", "", ""}, {"worker", "112", ""}}},
               {"keeper", {{"keeper", "", ""}}},
               {"nobody", {}}};
    for (const auto& person : people_) {
        service::NewAccount account{person.name, person.name, {}, false};
        for (const auto& holding : person.holdings) {
            account.roles.push_back({holding.role, holding.area, holding.unit});
        }
        const auto issued = must(service::create_account(office_.session(), account));
        const service::Session anyone{office_.store(), {}};
        const auto in = must(
            service::sign_in(anyone, {person.name, issued.password, "", "127.0.0.1", "test", ""}));
        callers_[person.name] = must(service::caller_of_session(anyone, in.secret, system_now()));
    }
}

service::Session MatrixOffice::session_of(const Person& person) {
    service::Session session{office_.store(), callers_.at(person.name).principal};
    session.files = &office_.files();
    return session;
}

}  // namespace taizhang::tests
