// SPDX-License-Identifier: Apache-2.0
// Who is responsible goes by other names in other years, and ends.
#include <gtest/gtest.h>

#include "service/areas/units.hpp"
#include "service/records/record_entry.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

constexpr const char* kUnitsPack = R"(
ledger: relief
title: {zh: 救助, en: Relief}
chapter: main
purpose: {zh: 测试, en: Test}
number: JZ
fields:
  - {name: paid_on, title: 日期, type: date, role: happened_on}
  - {name: amount, title: 金额, type: money, required: true}
  - {name: office, title: 经办, type: unit, role: unit}
retention: {years: 3}
)";

class Units : public EveryAdapter {
  protected:
    Units() : office_(kUnitsPack) {}
    ~Units() override { EXPECT_TRUE(office_.verify().sound()); }

    service::Session session() { return office_.session(); }
    Result<service::RecordOutcome> enter(const std::string& ledger,
                                         std::vector<service::FieldInput> fields) {
        service::RecordRequest request;
        request.ledger = ledger;
        request.fields = std::move(fields);
        return service::create_record(session(), request);
    }

    TestOffice office_;
};

TEST_P(Units, AUnitIsRenamedAndClosedFromADayOn) {
    service::UnitRequest request;
    request.code = "MZ";
    request.name = "民政科";
    const auto made = service::create_unit(session(), request);
    ASSERT_TRUE(made) << describe(made.error());
    const auto enter_on = [&](const std::string& day, const std::string& unit) {
        return enter("relief", {{"paid_on", day}, {"amount", "1"}, {"office", unit}});
    };
    ASSERT_TRUE(enter_on("2020-05-01", "民政科")->record);
    request.seen = service::unit_version(made->unit);
    request.name = "民生办";
    request.from = Date::from_civil(2020, 7, 1);
    const auto renamed = service::change_unit(session(), request);
    ASSERT_TRUE(renamed && !renamed->outdated);
    EXPECT_TRUE(service::change_unit(session(), request)->outdated);
    EXPECT_EQ(renamed->unit.name_on(Date::from_civil(2020, 6, 30)), "民政科");
    EXPECT_EQ(renamed->unit.name_on(Date::from_civil(2020, 7, 1)), "民生办");
    // By either name, whenever it was.
    ASSERT_TRUE(enter_on("2020-08-01", "民政科")->record);
    request = {};
    request.code = "MZ";
    request.seen = service::unit_version(renamed->unit);
    request.closed_on = Date::from_civil(2021, 1, 1);
    const auto closed = service::change_unit(session(), request);
    ASSERT_TRUE(closed);
    EXPECT_EQ(closed->unit.closed_on, Date::from_civil(2021, 1, 1));
    EXPECT_TRUE(enter_on("2020-12-31", "民生办")->record);
    const auto late = enter_on("2021-01-01", "民生办");
    ASSERT_EQ(late->errors.size(), 1U);
    EXPECT_EQ(late->errors[0].place->column, "office");
    // As it was read back from the store.
    EXPECT_EQ(office_.definitions()->units.front(), closed->unit);
}

TZ_FOR_EVERY_ADAPTER(Units);

}  // namespace
}  // namespace taizhang::tests
