// SPDX-License-Identifier: Apache-2.0
// Everybody tries everything: roles × areas × units × ledgers × fields × list, get, history,
// search, export, total, trace, filter, sort, change and reveal. What comes back is compared with
// what the oracle says, row by row and field by field. Live changes: matrix_changes_test.cpp.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <sstream>

#include "api/records/record_json.hpp"
#include "service/pack/foresee_change.hpp"
#include "service/pack/list_definitions.hpp"
#include "service/records/export_records.hpp"
#include "service/records/record_entry.hpp"
#include "service/records/record_history.hpp"
#include "service/records/record_list.hpp"
#include "service/records/reveal_field.hpp"
#include "service/reporting/discretion.hpp"
#include "service/reporting/figures.hpp"
#include "service/search/search_records.hpp"
#include "tests/access/matrix.hpp"

namespace taizhang::tests {
namespace {

const std::vector<std::string> kLedgers = {"relief", "orders", "meetings"};
const std::vector<std::string> kAreaCodes = {"1", "11", "12", "111", "112", "121", "122"};
const Period kPeriod = *parse_period("2020H1");

// The ledger with these fields of one character at most.
model::Node shortened(model::Node ledger, const std::set<std::string>& names) {
    for (auto& entry : ledger.entries) {
        for (auto& field : entry.value.items) {
            const auto* name = field.find("name");
            if (entry.key == "fields" && names.contains(name->scalar)) {
                model::Node one;
                one.kind = model::Node::Kind::Scalar;
                one.scalar = "1";
                field.entries.push_back({"max_length", one});
            }
        }
    }
    return ledger;
}

TEST_F(Matrix, ListsHaveTheRowsInReachAndNoOthers) {
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        for (const auto& ledger : kLedgers) {
            service::ListRequest request;
            request.ledger = ledger;
            EXPECT_EQ(listed(session, request).value_or(Ids{}), visible(person, ledger))
                << person.name << " " << ledger;
            for (const auto& area : kAreaCodes) {
                request.area = area;
                Ids within;
                for (const auto& row : rows()) {
                    if (row.area.starts_with(area) && visible(person, ledger).contains(row.id)) {
                        within.insert(row.id);
                    }
                }
                const auto got = listed(session, request).value_or(Ids{});
                EXPECT_TRUE(std::includes(within.begin(), within.end(), got.begin(), got.end()))
                    << person.name << " " << ledger << " " << area;
            }
        }
    }
}

TEST_F(Matrix, AnIdOpensWhatIsInReachAndTellsNothingElse) {
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        for (const auto& row : rows()) {
            const bool seen = oracle().reaches(person.holdings, "read_records", row);
            const auto page = service::get_record(session, row.ledger, RecordId{row.id});
            ASSERT_EQ(page.has_value(), seen) << person.name << " " << row.number;
            const auto past = service::record_history(session, row.ledger, RecordId{row.id});
            ASSERT_EQ(past.has_value(), seen) << person.name << " " << row.number;
            if (!seen) {
                // The same as for an id that nothing has.
                const auto nothing = service::get_record(session, row.ledger, RecordId{row.id + 1});
                EXPECT_EQ(page.error().message, nothing.error().message);
                EXPECT_EQ(page.error().code, nothing.error().code);
                continue;
            }
            const api::RecordJson writer(*page->definitions, *page->ledger, *page->sight);
            check_shown(person, row, boost::json::serialize(writer.record(page->records.front())));
        }
    }
}

TEST_F(Matrix, SearchFindsByWhatMayBeCompared) {
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        for (std::size_t i = 0; i < rows().size(); i += 3) {
            const auto& row = rows()[i];
            for (const auto& [field, value] : row.fields) {
                service::SearchRequest request;
                request.words = value;
                const auto found = service::search_records(session, request);
                const bool wanted =
                    oracle().reaches(person.holdings, "read_records", row) &&
                    (!oracle().is_personal(field) ||
                     oracle().reaches_field(person.holdings, "find_personal", row, field));
                const bool got =
                    found && std::any_of(found->records.begin(), found->records.end(),
                                         [&](const auto& one) { return one.id.value == row.id; });
                EXPECT_EQ(got, wanted) << person.name << " " << row.ledger << " " << field;
            }
        }
    }
}

// By a filter or an order one learns a value as surely as by reading it.
TEST_F(Matrix, HiddenFieldsCanNeitherFilterNorSort) {
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        for (const auto& row : rows()) {
            if (row.number.back() != '1') {
                continue;
            }
            for (const auto& [field, value] : row.fields) {
                bool comparable = true;
                for (const auto& other : rows()) {
                    comparable =
                        comparable &&
                        (other.ledger != row.ledger || !oracle().is_personal(field) ||
                         !oracle().reaches(person.holdings, "read_records", other) ||
                         oracle().reaches_field(person.holdings, "find_personal", other, field));
                }
                service::ListRequest request;
                request.ledger = row.ledger;
                const bool any = oracle().opens(person.holdings, "read_records", row.ledger);
                request.filters = {field + " eq " + value};
                const auto filtered = listed(session, request);
                EXPECT_EQ(filtered.has_value(), any && comparable) << person.name << " " << field;
                if (filtered) {
                    EXPECT_EQ(filtered->contains(row.id),
                              oracle().reaches(person.holdings, "read_records", row));
                }
                request.filters = {};
                request.sort = "-" + field;
                // Nobody sorts by what is stored sealed.
                EXPECT_EQ(listed(session, request).has_value(), any && !oracle().is_personal(field))
                    << person.name << " " << field;
            }
        }
    }
}

TEST_F(Matrix, ExportsHoldWhatListsDo) {
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        for (const auto& ledger : kLedgers) {
            for (const std::string reason : {"", "核对"}) {
                const auto file = office_->office().folder() / "export.jsonl";
                std::filesystem::remove(file);
                service::ExportOptions options;
                options.reveal_reason = reason;
                const auto count = service::export_records(session, ledger, file, options);
                std::ifstream stream(file);
                std::ostringstream text;
                text << stream.rdbuf();
                const auto wanted = visible(person, ledger, "export_records");
                EXPECT_LE(count.value_or(0), static_cast<std::int64_t>(wanted.size()));
                if (count) {
                    EXPECT_EQ(*count, static_cast<std::int64_t>(wanted.size())) << person.name;
                }
                for (const auto& row : rows()) {
                    for (const auto& [field, value] : row.fields) {
                        const bool may = count && row.ledger == ledger && wanted.contains(row.id) &&
                                         (!oracle().is_personal(field) ||
                                          (!reason.empty() &&
                                           oracle().reaches_field(person.holdings, "export_records",
                                                                  row, field) &&
                                           oracle().reaches_field(person.holdings,
                                                                  "reveal_personal", row, field)));
                        EXPECT_EQ(text.str().find(value) != std::string::npos, may)
                            << person.name << " " << ledger << " " << field;
                    }
                }
            }
        }
    }
}

TEST_F(Matrix, ARevealIsOfWhatTheRoleSees) {
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        for (std::size_t i = 0; i < rows().size(); i += 5) {
            const auto& row = rows()[i];
            for (const auto& [field, value] : row.fields) {
                const auto shown = service::reveal_field(
                    session, {row.ledger, RecordId{row.id}, field, "电话回访"});
                const bool may =
                    oracle().reaches_field(person.holdings, "reveal_personal", row, field);
                EXPECT_EQ(shown.has_value(), may) << person.name << " " << field;
                EXPECT_TRUE(!shown || *shown == value);
            }
        }
    }
}

TEST_F(Matrix, NobodyChangesWhatHeMayNotWrite) {
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        for (std::size_t i = 0; i < rows().size(); i += 4) {
            const auto& row = rows()[i];
            service::RecordRequest request;
            request.ledger = row.ledger;
            request.id = RecordId{row.id};
            request.revision = row.revision;
            request.fields = {{"note", row.fields.at("note")}};  // as it is: no new revision
            const auto changed = service::change_record(session, request);
            const bool may = oracle().reaches(person.holdings, "write_records", row);
            const bool outdated = changed && changed->outdated;
            EXPECT_TRUE(!outdated);
            if (!oracle().reaches(person.holdings, "read_records", row)) {
                EXPECT_FALSE(changed.has_value()) << person.name;
            }
            request.fields = {{"applicant", "试探"}};
            if (row.ledger == "relief" && !may) {
                EXPECT_FALSE(service::change_record(session, request).has_value())
                    << person.name << " " << row.number;
            }
        }
    }
}

// Of one person, ledger and area: nothing, too few to be told, or exactly what the oracle counts.
TEST_F(Matrix, TotalsAreOfTheSameRows) {
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        for (const auto& ledger : kLedgers) {
            for (const auto& area : kAreaCodes) {
                std::int64_t exact = 0;
                bool knows_all = true;
                std::set<std::string> traced;
                for (const auto& row : rows()) {
                    const bool within = row.ledger == ledger && row.area.starts_with(area);
                    if (within && oracle().is_counted(person.holdings, row)) {
                        ++exact;
                        knows_all =
                            knows_all && oracle().reaches(person.holdings, "read_records", row);
                    }
                    if (within && oracle().reaches(person.holdings, "read_records", row)) {
                        traced.insert(row.number);
                    }
                }
                const auto told =
                    service::read_figures(session, {kPeriod, area, {ledger + ".count"}});
                const bool counts = oracle().counts(person.holdings, ledger, area);
                ASSERT_EQ(told.has_value(), counts) << person.name << " " << ledger << " " << area;
                if (told) {
                    const auto& value = told->rows.front().value;
                    const bool hidden = value.missing == service::kTooFew;
                    EXPECT_TRUE(hidden || exact == 0 || value.number->units == exact)
                        << person.name << " " << ledger << " " << area << " " << exact;
                    EXPECT_TRUE(knows_all || exact == 0 || exact >= 5 || hidden)
                        << person.name << " " << ledger << " " << area;
                    EXPECT_TRUE(!hidden || value.records == 0);
                }
                const auto trace = service::trace_figure(session, ledger + ".count", kPeriod, area);
                if (trace) {
                    for (const auto& record : trace->records) {
                        EXPECT_TRUE(traced.contains(record.number)) << person.name;
                    }
                }
            }
        }
    }
}

TEST_F(Matrix, AWholeLessItsPartsDoesNotTellASmallOne) {
    for (const auto& person : office_->people()) {
        if (person.name != "totals" && person.name != "totals11") {
            continue;
        }
        const auto session = office_->session_of(person);
        const auto shown = [&](const std::string& area) {
            const auto told = service::read_figures(session, {kPeriod, area, {"relief.count"}});
            return told && told->rows.front().value.number.has_value();
        };
        // 111 has three, and 11 itself two: neither they nor what they could be got from.
        EXPECT_FALSE(shown("111"));
        EXPECT_FALSE(shown("112"));
        EXPECT_EQ(shown("1"), person.name == "totals");
    }
}

// A figure over a field that is masked tells what stands there.
TEST_F(Matrix, AFigureOverAHiddenFieldIsNotTraced) {
    for (const auto& person : office_->people()) {
        const auto trace =
            service::trace_figure(office_->session_of(person), "relief.named", kPeriod, "1");
        const bool may = person.name == "leader" || person.name == "relief";
        EXPECT_EQ(trace.has_value(), may) << person.name;
    }
}

// Whoever defines ledgers is told how many records a rule would break: no more of them than he
// reads otherwise, nothing by a field that is hidden from him.
TEST_F(Matrix, APreviewTellsOfRecordsWhatTheRolesDo) {
    access::Holding definer;
    definer.permissions = {access::Permission::DefineLedgers};
    definer.place.every_area = true;
    int told = 0;
    for (const auto& person : office_->people()) {
        auto session = office_->session_of(person);
        session.principal.holdings.push_back(std::make_shared<const access::Holding>(definer));
        for (const auto& ledger : kLedgers) {
            const auto page = service::get_definition(session, "ledger", ledger);
            ASSERT_TRUE(page);
            service::DefinitionChange change;
            change.documents.push_back({model::DefinitionDocument::Kind::Ledger, ledger,
                                        "office.yaml",
                                        shortened(page->rows.front().node, {"note", "card"})});
            const auto seen = service::foresee_change(session, change);
            ASSERT_TRUE(seen && seen->errors.empty());
            const auto all = std::count_if(rows().begin(), rows().end(),
                                           [&](const auto& row) { return row.ledger == ledger; });
            const auto reach = visible(person, ledger);
            for (const auto& rule : seen->records.front().breaks) {
                for (const auto& record : rule.examples) {
                    EXPECT_TRUE(reach.contains(record.id.value)) << person.name << rule.field;
                }
                const bool reads_all = static_cast<std::ptrdiff_t>(reach.size()) == all;
                EXPECT_TRUE(reads_all || !rule.records || *rule.records >= 5) << person.name;
                const bool may = std::any_of(rows().begin(), rows().end(), [&](const auto& row) {
                    return row.ledger == ledger &&
                           oracle().reaches_field(person.holdings, "read_records", row, "card");
                });
                EXPECT_TRUE(rule.field != "card" || may || (!rule.records && rule.examples.empty()))
                    << person.name;
                told += rule.records ? 1 : 0;
            }
        }
    }
    EXPECT_GT(told, 10);
}

// If the matrix could not see a leak, its silence would mean nothing.
TEST_F(Matrix, APlantedLeakIsSeen) {
    int leaks = 0;
    for (const auto& person : office_->people()) {
        auto session = office_->session_of(person);
        if (session.principal.holdings.empty()) {
            continue;
        }
        auto wider = *session.principal.holdings.front();
        wider.place = {true, {}, std::nullopt};
        session.principal.holdings = {std::make_shared<const access::Holding>(wider)};
        for (const auto& ledger : kLedgers) {
            service::ListRequest request;
            request.ledger = ledger;
            leaks += listed(session, request).value_or(Ids{}) != visible(person, ledger) ? 1 : 0;
        }
    }
    EXPECT_GE(leaks, 7);
}

}  // namespace
}  // namespace taizhang::tests
