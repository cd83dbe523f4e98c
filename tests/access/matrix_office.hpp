// SPDX-License-Identifier: Apache-2.0
// An office with three ledgers, roles of every kind and people who hold them; and the oracle that
// knows the same.
#pragma once

#include "service/identity/caller.hpp"
#include "tests/access/oracle.hpp"
#include "tests/conformance/office.hpp"

namespace taizhang::tests {

struct Person {
    std::string name;
    Oracle::Person holdings;
};

class MatrixOffice {
  public:
    MatrixOffice();

    TestOffice& office() { return office_; }
    const Oracle& oracle() const { return oracle_; }
    const std::vector<OracleRow>& rows() const { return rows_; }
    const std::vector<Person>& people() const { return people_; }
    // By name and password, as a browser does it.
    service::Session session_of(const Person& person);
    const service::Caller& caller_of(const Person& person) const {
        return callers_.at(person.name);
    }

  private:
    void add_row(const std::string& ledger, const std::string& area, const std::string& unit,
                 int number);
    void add_file(OracleRow& row, const std::string& field);
    void add_people();

    TestOffice office_;
    Oracle oracle_;
    std::vector<OracleRow> rows_;
    std::vector<Person> people_;
    std::map<std::string, service::Caller> callers_;
};

}  // namespace taizhang::tests
