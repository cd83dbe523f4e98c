// SPDX-License-Identifier: Apache-2.0
// The office that everybody tries everything in, made once for all tests of the matrix.
#pragma once

#include <gtest/gtest.h>

#include "service/records/record_list.hpp"
#include "tests/access/matrix_office.hpp"

namespace taizhang::tests {

class Matrix : public testing::Test {
  protected:
    static void SetUpTestSuite() { office_ = std::make_unique<MatrixOffice>(); }
    static void TearDownTestSuite() {
        EXPECT_TRUE(office_->office().verify().sound());
        office_.reset();
    }

    static const Oracle& oracle() { return office_->oracle(); }
    static const std::vector<OracleRow>& rows() { return office_->rows(); }

    using Ids = std::set<std::int64_t>;
    static Ids visible(const Person& person, const std::string& ledger,
                       const std::string& permission = "read_records") {
        Ids ids;
        for (const auto& row : rows()) {
            if (row.ledger == ledger && oracle().reaches(person.holdings, permission, row)) {
                ids.insert(row.id);
            }
        }
        return ids;
    }

    // Through all pages; none where it is refused.
    static std::optional<Ids> listed(const service::Session& session,
                                     service::ListRequest request) {
        Ids ids;
        request.records_max = 7;
        do {
            const auto page = service::list_records(session, request);
            if (!page) {
                return std::nullopt;
            }
            for (const auto& record : page->records) {
                ids.insert(record.id.value);
            }
            request.after = page->next_page;
        } while (!request.after.empty());
        return ids;
    }

    // What is shown of a record: personal fields masked, hidden ones not even named.
    static void check_shown(const Person& person, const OracleRow& row, const std::string& text) {
        for (const auto& [field, value] : row.fields) {
            const bool seen = oracle().reaches_field(person.holdings, "read_records", row, field);
            const bool personal = oracle().is_personal(field);
            EXPECT_EQ(text.find(value) != std::string::npos, seen && !personal)
                << person.name << " " << row.ledger << " " << field << ": " << text;
        }
    }

    static inline std::unique_ptr<MatrixOffice> office_;
};

}  // namespace taizhang::tests
