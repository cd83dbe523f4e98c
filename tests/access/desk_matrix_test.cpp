// SPDX-License-Identifier: Apache-2.0
// Everybody tries the ways of the desk: a list by words and by ids, bulk edits, views of others,
// counters. What comes back is compared with what the oracle says.
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "api/records/record_json.hpp"
#include "service/desk/bulk_edit.hpp"
#include "service/desk/saved_views.hpp"
#include "service/reporting/counters.hpp"
#include "tests/access/matrix_office.hpp"

namespace taizhang::tests {
namespace {

const std::vector<std::string> kDeskMatrixLedgers = {"relief", "orders", "meetings"};

class DeskMatrix : public testing::Test {
  protected:
    static void SetUpTestSuite() { office_ = std::make_unique<MatrixOffice>(); }
    static void TearDownTestSuite() {
        EXPECT_TRUE(office_->office().verify().sound());
        office_.reset();
    }

    static const Oracle& oracle() { return office_->oracle(); }
    static const std::vector<OracleRow>& rows() { return office_->rows(); }

    using Ids = std::set<std::int64_t>;
    static Ids reached(const Person& person, const std::string& ledger,
                       const std::string& permission) {
        Ids ids;
        for (const auto& row : rows()) {
            if (row.ledger == ledger && oracle().reaches(person.holdings, permission, row)) {
                ids.insert(row.id);
            }
        }
        return ids;
    }
    static service::ListRequest every_row(const std::string& ledger) {
        service::ListRequest request;
        request.ledger = ledger;
        request.ids.emplace();
        for (const auto& row : rows()) {
            request.ids->push_back(RecordId{row.id});
        }
        request.records_max = 1'000;
        return request;
    }
    // He may find by the field in every row of the ledger that he reads.
    static bool finds_by(const Person& person, const std::string& ledger,
                         const std::string& field) {
        for (const auto& row : rows()) {
            if (row.ledger == ledger && oracle().is_personal(field) &&
                oracle().reaches(person.holdings, "read_records", row) &&
                !oracle().reaches_field(person.holdings, "find_personal", row, field)) {
                return false;
            }
        }
        return true;
    }

    static inline std::unique_ptr<MatrixOffice> office_;
};

// By ids one gets no more than by a list.
TEST_F(DeskMatrix, IdsOpenWhatIsInReach) {
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        for (const auto& ledger : kDeskMatrixLedgers) {
            const auto page = service::list_records(session, every_row(ledger));
            Ids got;
            if (page) {
                for (const auto& record : page->records) {
                    got.insert(record.id.value);
                }
            }
            EXPECT_EQ(got, reached(person, ledger, "read_records")) << person.name << ledger;
        }
    }
}

TEST_F(DeskMatrix, WordsFindInAListWhatTheyFindElsewhere) {
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        for (std::size_t i = 0; i < rows().size(); i += 7) {
            const auto& row = rows()[i];
            for (const auto& [field, value] : row.fields) {
                service::ListRequest request;
                request.ledger = row.ledger;
                request.words = value;
                const auto page = service::list_records(session, request);
                const bool wanted =
                    oracle().reaches(person.holdings, "read_records", row) &&
                    (!oracle().is_personal(field) ||
                     oracle().reaches_field(person.holdings, "find_personal", row, field));
                const bool got = page && !page->records.empty();
                EXPECT_EQ(got, wanted) << person.name << " " << row.ledger << " " << field;
            }
        }
    }
}

TEST_F(DeskMatrix, ABulkEditIsOfWhatHeReadsAndWrites) {
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        for (const auto& ledger : kDeskMatrixLedgers) {
            for (const std::string field : {"note", "applicant"}) {
                const service::BulkChange change{
                    ledger, service::BulkAction::Change, {{field, "改成这样"}}};
                const auto shown = service::preview_bulk_edit(session, change, every_row(ledger));
                const bool opens = oracle().opens(person.holdings, "write_records", ledger) &&
                                   oracle().opens(person.holdings, "read_records", ledger);
                ASSERT_EQ(shown.has_value(), opens) << person.name << " " << ledger;
                if (!shown || !shown->errors.empty()) {
                    continue;  // meetings have no applicant
                }
                Ids got;
                for (const auto& record : shown->to_change) {
                    got.insert(record.id.value);
                }
                Ids wanted;
                for (const auto& row : rows()) {
                    if (row.ledger == ledger &&
                        oracle().reaches(person.holdings, "read_records", row) &&
                        oracle().reaches(person.holdings, "write_records", row) &&
                        oracle().reaches_field(person.holdings, "read_records", row, field)) {
                        wanted.insert(row.id);
                    }
                }
                EXPECT_EQ(got, wanted) << person.name << " " << ledger << " " << field;
            }
        }
    }
}

// What a diff shows of a personal field is masked, and of a hidden one nothing.
TEST_F(DeskMatrix, ADiffShowsNoMoreThanTheRecord) {
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        const service::BulkChange change{
            "relief", service::BulkAction::Change, {{"applicant", "改成这样"}, {"note", "新"}}};
        const auto shown = service::preview_bulk_edit(session, change, every_row("relief"));
        if (!shown) {
            continue;
        }
        const api::RecordJson writer(*shown->definitions, *shown->ledger, *shown->sight);
        for (const auto& diff : shown->diffs) {
            const auto text = boost::json::serialize(writer.changes(diff.record, diff.changes));
            for (const auto& row : rows()) {
                if (row.id == diff.record.id.value) {
                    EXPECT_EQ(text.find(row.fields.at("applicant")), std::string::npos);
                    EXPECT_NE(text.find(row.fields.at("note")), std::string::npos);
                }
            }
        }
        for (const auto& refusal : shown->refusals) {
            EXPECT_TRUE(refusal.number.empty() ||
                        reached(person, "relief", "read_records").contains(refusal.id.value))
                << person.name << " " << refusal.number;
        }
    }
}

// A selection by a hidden field would tell by its count what stands there.
TEST_F(DeskMatrix, HiddenFieldsSelectNothing) {
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        for (std::size_t i = 0; i < rows().size(); i += 9) {
            const auto& row = rows()[i];
            for (const auto& [field, value] : row.fields) {
                service::ListRequest records;
                records.filters = {field + " eq " + value};
                const auto shown = service::preview_bulk_edit(
                    session, {row.ledger, service::BulkAction::Remove, {}}, records);
                const bool may = oracle().opens(person.holdings, "write_records", row.ledger) &&
                                 oracle().opens(person.holdings, "read_records", row.ledger) &&
                                 finds_by(person, row.ledger, field);
                EXPECT_EQ(shown.has_value(), may) << person.name << " " << field;
            }
        }
    }
}

// A view of somebody who sees everything, shared with all.
TEST_F(DeskMatrix, AViewWidensNothing) {
    std::int64_t number = 0;
    for (std::size_t i = 0; i < rows().size(); i += 9) {
        const auto& row = rows()[i];
        for (const auto& [field, value] : row.fields) {
            service::ViewRequest request;
            request.ledger = row.ledger;
            request.title = std::to_string(++number);
            request.audience = "*";
            request.content.filters = {field + " eq " + value};
            const auto made =
                service::create_view(office_->office().session(), AccountId{}, request);
            ASSERT_TRUE(made && made->row);
            for (const auto& person : office_->people()) {
                const auto session = office_->session_of(person);
                const auto read =
                    service::read_view(session, AccountId{99}, row.ledger, made->row->view.id);
                const bool opens = oracle().opens(person.holdings, "read_records", row.ledger);
                ASSERT_EQ(read.has_value(), opens) << person.name << " " << row.ledger;
                const bool finds = opens && finds_by(person, row.ledger, field);
                if (read) {
                    EXPECT_EQ(!read->content.filters.empty(), finds) << person.name << field;
                }
                std::vector<std::string> columns;
                service::ListRequest list;
                list.ledger = row.ledger;
                const auto through = service::through_view(session, AccountId{99},
                                                           made->row->view.id, list, columns);
                ASSERT_EQ(through.has_value(), finds) << person.name << " " << field;
                const auto page = through ? service::list_records(session, *through)
                                          : Result<service::RecordPage>(service::RecordPage{});
                ASSERT_TRUE(page);
                for (const auto& record : page->records) {
                    EXPECT_TRUE(
                        reached(person, row.ledger, "read_records").contains(record.id.value));
                }
            }
            auto drop = request;
            drop.id = made->row->view.id;
            drop.revision = 1;
            ASSERT_TRUE(service::drop_view(office_->office().session(), AccountId{}, drop));
        }
    }
}

// Nothing, too few to be told, or exactly what the oracle counts; as figures are.
TEST_F(DeskMatrix, CountersAreOfTheSameRows) {
    const auto definitions = office_->office().definitions();
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        for (const auto& ledger : kDeskMatrixLedgers) {
            for (const std::string area : {"1", "11", "12", "111", "122"}) {
                const auto told =
                    service::read_counters(session, ledger, area, Date::from_civil(2020, 5, 14));
                ASSERT_EQ(told.has_value(), oracle().counts(person.holdings, ledger, area))
                    << person.name << " " << ledger << " " << area;
                const auto check = [&](const service::AreaCounter& counter) {
                    const auto code = definitions->areas.latest(counter.area)->code;
                    std::int64_t exact = 0;
                    bool knows_all = true;
                    for (const auto& row : rows()) {
                        if (row.ledger == ledger && row.area.starts_with(code) &&
                            oracle().is_counted(person.holdings, row)) {
                            ++exact;
                            knows_all =
                                knows_all && oracle().reaches(person.holdings, "read_records", row);
                        }
                    }
                    const auto& half_year = counter.records[2];
                    EXPECT_TRUE(!half_year || *half_year == exact)
                        << person.name << " " << ledger << " " << code << " " << exact;
                    EXPECT_TRUE(knows_all || exact == 0 || exact >= 5 || !half_year)
                        << person.name << " " << ledger << " " << code;
                };
                if (told) {
                    check(told->whole);
                    for (const auto& part : told->parts) {
                        check(part);
                    }
                }
            }
        }
    }
}

}  // namespace
}  // namespace taizhang::tests
