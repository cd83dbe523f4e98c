// SPDX-License-Identifier: Apache-2.0
// A ledger with personal fields of every stored kind, and what stands in its database as it is.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {

inline constexpr const char* kSealedLedgers = R"(
ledger: relief
title: {zh: 救助, en: Relief}
chapter: main
purpose: {zh: 测试, en: Test}
number: JZ
retention: {days: 30}
fields:
  - {name: day, title: 日期, type: date, required: true, role: happened_on}
  - {name: place, title: 网格, type: area, role: area}
  - {name: applicant, title: 姓名, type: person, required: true, sensitive: identity}
  - {name: phone, title: 电话, type: phone, unique: true, sensitive: contact}
  - {name: id_number, title: 证件号码, type: id_number, sensitive: identity}
  - {name: address, title: 住址, type: address, sensitive: location}
  - name: illness
    title: 病种
    type: choice
    sensitive: health
    choices: {flu: 流感, tumour: 肿瘤}
  - {name: income, title: 收入, type: money, sensitive: finance}
  - {name: weight, title: 体重, type: decimal, scale: 3, sensitive: health}
  - {name: children, title: 子女数, type: integer, sensitive: minor}
  - {name: born, title: 出生, type: date, sensitive: identity}
  - {name: called_at, title: 来电, type: datetime, sensitive: contact}
  - {name: alone, title: 独居, type: boolean, sensitive: minor}
  - {name: note, title: 备注, type: text}
---
ledger: patrols
title: {zh: 巡查, en: Patrols}
chapter: main
purpose: {zh: 测试, en: Test}
number: XC
retention: permanent
fields:
  - {name: day, title: 日期, type: date, required: true, role: happened_on}
  - {name: note, title: 备注, type: text}
---
indicator: relief.poor
title: {zh: 困难, en: Poor}
of: relief
where: income < 100000000 and illness = 'tumour'
measure: count
unit: 人
)";

using FieldTexts = std::vector<std::pair<std::string, std::string>>;

// Nothing of it stands anywhere else in a database.
inline FieldTexts secret_row(int number) {
    return {{"day", "2020-05-20"},
            {"place", "111"},
            {"applicant", number % 2 == 0 ? "龘靐齉" : "麤爨龖"},
            {"phone", "1896633" + std::to_string(7000 + number)},
            {"id_number", "11010519491231002X"},
            {"address", "饕餮巷九十七号"},
            {"illness", number % 2 == 0 ? "肿瘤" : "流感"},
            {"income", "87113190.57"},
            {"weight", "61.375"},
            {"children", "7391537391"},
            {"born", "1949-12-31"},
            {"called_at", "2019-11-07 13:47"},
            {"alone", "是"},
            {"note", "看得见的备注"}};
}

inline const std::vector<std::string>& secrets() {
    static const std::vector<std::string> kSecrets = {
        "龘靐",       "靐齉",   "爨龖",       "18966337",   "11010519491231002", "饕餮",
        "8711319057", "61.375", "7391537391", "1949-12-31", "1573105620000"};
    return kSecrets;
}

// Everything that is in the database, where it is a file with its log and its unused pages.
inline std::string stored_bytes(TestOffice& office) {
    std::ostringstream bytes;
    if (current_adapter() == Adapter::Postgres) {
        const auto tables = office.first_row(
            "SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public'");
        for (const auto& table : split(tables.at(0), " ")) {
            bytes << office.first_row("SELECT string_agg(t::text, ' ') FROM " + table + " t").at(0);
        }
        return bytes.str();
    }
    for (const auto& entry : std::filesystem::directory_iterator(office.folder())) {
        if (entry.path().extension() != ".csv") {
            bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
        }
    }
    return bytes.str();
}

inline std::string hex_of(const std::string& text) {
    std::string hex;
    for (const char byte : text) {
        hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    }
    return hex;
}

// As text and, as PostgreSQL shows bytes, in hex.
inline void expect_no_secret(const std::string& bytes, const std::vector<std::string>& plain) {
    for (const auto& secret : plain) {
        EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;
        EXPECT_EQ(bytes.find(hex_of(secret)), std::string::npos) << secret;
    }
}

}  // namespace taizhang::tests
