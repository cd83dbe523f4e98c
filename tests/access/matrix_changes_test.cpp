// SPDX-License-Identifier: Apache-2.0
// The same people listen to live changes: of every record that was ever made, and of one that
// wanders from place to place and from unit to unit, each hears what the oracle says and no more.
#include <gtest/gtest.h>

#include "service/records/record_entry.hpp"
#include "tests/access/matrix_office.hpp"
#include "tests/conformance/listener.hpp"

namespace taizhang::tests {
namespace {

using Ids = std::set<std::int64_t>;

class LiveMatrix : public testing::Test {
  protected:
    std::int64_t settle() {
        EXPECT_TRUE(office_.office().store().sync());
        std::int64_t last = 0;
        EXPECT_TRUE(office_.office().store().read([&](store::ReadTx& tx) -> Result<void> {
            last = service::last_settled(tx);
            return {};
        }));
        return last;
    }
    bool reads(const Person& person) const {
        return office_.oracle().may(person.holdings, "read_records");
    }
    // What he is told of the log from there; nothing where he may not listen.
    std::optional<std::vector<Listener::Told>> hear(const Person& person, std::int64_t after) {
        service::ChangeFeed feed(office_.office().store());
        const auto end = settle();
        const auto listener = std::make_shared<Listener>();
        if (!feed.subscribe({office_.caller_of(person), {}, after}, listener)) {
            return std::nullopt;
        }
        return listener->until(
            [&](const Listener::Told& told) { return told.what == "position" && told.seq == end; });
    }

    MatrixOffice office_;
};

TEST_F(LiveMatrix, EachHearsOfTheRecordsInReachAndOfNoOthers) {
    for (const auto& person : office_.people()) {
        const auto told = hear(person, 0);
        ASSERT_EQ(told.has_value(), reads(person)) << person.name;
        Ids heard;
        for (const auto& one : told.value_or(std::vector<Listener::Told>())) {
            EXPECT_NE(one.what, "gone") << person.name;
            if (one.record) {
                EXPECT_TRUE(heard.insert(one.record.value).second) << person.name;
            }
        }
        Ids wanted;
        for (const auto& row : office_.rows()) {
            if (office_.oracle().reaches(person.holdings, "read_records", row)) {
                wanted.insert(row.id);
            }
        }
        EXPECT_EQ(heard, wanted) << person.name;
    }
}

// Each step of its way is a change for those who reach where it is then, and gone for those who
// reached where it was, and nothing for all others.
TEST_F(LiveMatrix, ARecordThatWandersIsToldWhereItIs) {
    auto row = *std::find_if(office_.rows().begin(), office_.rows().end(),
                             [](const auto& one) { return one.ledger == "orders"; });
    service::RecordRequest request;
    request.ledger = row.ledger;
    request.id = RecordId{row.id};
    request.revision = row.revision - 1;  // files have come to it
    const std::pair<const char*, const char*> way[] = {
        {"111", "u1"}, {"121", "u1"}, {"121", "u2"}, {"122", ""}, {"1", "u1"}};
    for (const auto& [area, unit] : way) {
        const auto before = row;
        const auto start = settle();
        row.area = area;
        row.unit = unit;
        ++request.revision;
        request.fields = {{"place", row.area}, {"office", row.unit}, {"note", area}};
        if (row.unit.empty()) {
            request.fields[1].text.reset();
        }
        const auto changed = service::change_record(office_.office().session(), request);
        ASSERT_TRUE(changed && changed->record && !changed->outdated && changed->errors.empty());
        for (const auto& person : office_.people()) {
            if (!reads(person)) {
                continue;
            }
            const bool here = office_.oracle().reaches(person.holdings, "read_records", row);
            const bool was = office_.oracle().reaches(person.holdings, "read_records", before);
            std::vector<std::string> kinds;
            const auto heard = hear(person, start);
            for (const auto& told : *heard) {
                if (told.record) {
                    kinds.push_back(told.what);
                    EXPECT_EQ(told.record.value, row.id);
                }
            }
            using Kinds = std::vector<std::string>;
            EXPECT_EQ(kinds, here  ? Kinds{"changed"}
                             : was ? Kinds{"gone"}
                                   : Kinds{})
                << person.name << " " << area << " " << unit;
        }
    }
}

}  // namespace
}  // namespace taizhang::tests
