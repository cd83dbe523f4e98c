// SPDX-License-Identifier: Apache-2.0
// A small office with a desk for jobs, and somebody who asks for them.
#pragma once

#include <fstream>
#include <string>

#include "service/jobs/own_jobs.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {

class JobOffice : public EveryAdapter {
  protected:
    JobOffice()
        : office_(kLedger),
          desk_(*service::JobFiles::open(office_.folder() / "jobs")),
          session_(office_.session()) {
        caller_.principal = session_.principal;
    }
    ~JobOffice() override { EXPECT_TRUE(office_.verify().sound()); }

    service::JobMaker maker() { return {session_, caller_, desk_}; }
    const std::string& place() const { return desk_.files().place(); }

    // As the server leaves it.
    std::filesystem::path upload(const std::string& text) {
        const auto file = desk_.files().folder() / "upload-1";
        std::ofstream(file) << text;
        return file;
    }
    static std::string many_rows(int rows) {
        std::string text = "日期,网格,金额\n";
        for (int i = 0; i < rows; ++i) {
            text += "2020-05-01,石桥第一网格," + std::to_string(i + 1) + "\n";
        }
        return text;
    }

    TestOffice office_;
    service::JobDesk desk_;
    service::Session session_;
    service::Caller caller_;

  private:
    static constexpr const char* kLedger = R"(
ledger: relief
title: {zh: 救助, en: Relief}
chapter: main
purpose: {zh: 测试, en: Test}
number: JZ
fields:
  - {name: paid_on, type: date, required: true, role: happened_on, title: {zh: 日期, en: Date}}
  - {name: cell, type: area, required: true, role: area, title: {zh: 网格, en: Cell}}
  - {name: amount, type: money, min: 0.01, required: true, title: {zh: 金额, en: Amount}}
  - {name: applicant, type: person, sensitive: identity, title: {zh: 申请人, en: Applicant}}
retention: {years: 3}
)";
};

}  // namespace taizhang::tests
