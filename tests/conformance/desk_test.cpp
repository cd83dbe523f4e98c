// SPDX-License-Identifier: Apache-2.0
// Views and drafts, as every store keeps them and as the use cases give them out.
#include <gtest/gtest.h>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "service/desk/drafts.hpp"
#include "service/desk/limits.hpp"
#include "service/desk/saved_views.hpp"
#include "service/records/purge_records.hpp"
#include "service/records/record_entry.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

const char* const kDeskLedger = R"(
ledger: visits
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 测试, en: Test}
number: ZF
fields:
  - {name: seen_on, type: date, required: true, role: happened_on, title: {zh: 日期, en: Date}}
  - {name: cell, type: area, role: area, title: {zh: 网格, en: Cell}}
  - {name: note, type: text, title: {zh: 备注, en: Note}}
  - {name: visitor, type: person, sensitive: identity, title: {zh: 来访人, en: Visitor}}
retention: {days: 7}
---
role: reader
title: {zh: 查看, en: Reader}
permissions: [read_records]
ledgers: all
)";

constexpr AccountId kWang{11};
constexpr AccountId kLi{12};

class Desk : public EveryAdapter {
  protected:
    Desk() : office_(kDeskLedger) {}
    ~Desk() override { EXPECT_TRUE(office_.verify().sound()); }

    void write(const std::function<void(store::WriteTx&)>& work) {
        EXPECT_TRUE(office_.store().write([&](store::WriteTx& tx) -> Result<void> {
            work(tx);
            return {};
        }));
    }
    void read(const std::function<void(store::DeskReader&)>& work) {
        EXPECT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
            work(tx.desk());
            return {};
        }));
    }
    static store::SavedView view(std::int64_t id, AccountId owner, const std::string& audience) {
        return {ViewId{id}, LedgerId{3}, owner,
                "视图",     audience,    id % 2 == 0,
                "{}",       id,          Instant{1'590'883'200'000 + id}};
    }
    static store::Draft draft(AccountId account, std::int64_t record, std::int64_t at) {
        return {account, LedgerId{3}, RecordId{record}, 2, "{\"note\":\"半句\"}", Instant{at}};
    }
    service::Session session_of(const std::string& role) {
        auto principal = without(office_.session().principal, access::Permission::ShareViews);
        auto holding = *principal.holdings.front();
        holding.role = role;
        principal.holdings = {std::make_shared<const access::Holding>(std::move(holding))};
        return {office_.store(), principal};
    }
    static service::ViewRequest wanted(const std::string& title, const std::string& audience = "",
                                       const std::string& filter = "note contains 半") {
        service::ViewRequest request;
        request.ledger = "visits";
        request.title = title;
        request.audience = audience;
        request.content.filters = {filter};
        return request;
    }

    TestOffice office_;
};

TEST_P(Desk, ViewsAreTheOwnersAndTheShared) {
    const auto mine = view(1, kWang, "");
    const auto shared = view(2, kLi, "*");
    const auto other = view(3, kLi, "");
    write([&](store::WriteTx& tx) {
        for (const auto& one : {other, shared, mine}) {
            tx.desk_writer().put_view(one);
        }
    });
    office_.reopen();
    read([&](store::DeskReader& desk) {
        EXPECT_EQ(desk.views(LedgerId{3}, kWang), (std::vector{mine, shared}));
        EXPECT_TRUE(desk.views(LedgerId{4}, kWang).empty());
        EXPECT_EQ(desk.view(ViewId{3}), other);
        EXPECT_EQ(desk.count_views(kLi), 2);
        EXPECT_FALSE(desk.view(ViewId{4}));
    });
    write([&](store::WriteTx& tx) {
        auto changed = other;
        changed.title = "改过";
        changed.audience = "reader";
        tx.desk_writer().put_view(changed);
        EXPECT_EQ(tx.desk().view(ViewId{3}), changed);
        EXPECT_TRUE(tx.desk_writer().drop_view(ViewId{3}));
        EXPECT_FALSE(tx.desk_writer().drop_view(ViewId{3}));
    });
}

TEST_P(Desk, DraftsAreOneForEachAccountLedgerAndRecord) {
    const auto first = draft(kWang, 0, 100);
    const auto second = draft(kWang, 5, 200);
    const auto other = draft(kLi, 5, 300);
    write([&](store::WriteTx& tx) {
        for (const auto& one : {first, second, other, first}) {
            tx.desk_writer().put_draft(one);
        }
    });
    office_.reopen();
    read([&](store::DeskReader& desk) {
        EXPECT_EQ(desk.draft(kWang, LedgerId{3}, RecordId{}), first);
        EXPECT_EQ(desk.draft(kLi, LedgerId{3}, RecordId{5}), other);
        EXPECT_FALSE(desk.draft(kLi, LedgerId{3}, RecordId{}));
        const auto drafts = desk.drafts_of(kWang);
        ASSERT_EQ(drafts.size(), 2U);
        EXPECT_EQ(drafts[0].saved_at, Instant{200});
        EXPECT_TRUE(drafts[0].body.empty());
    });
    write([&](store::WriteTx& tx) {
        EXPECT_TRUE(tx.desk_writer().drop_draft(kWang, LedgerId{3}, RecordId{}));
        EXPECT_FALSE(tx.desk_writer().drop_draft(kWang, LedgerId{3}, RecordId{}));
        tx.desk_writer().drop_drafts_of(RecordId{5});
        EXPECT_TRUE(tx.desk().drafts_of(kWang).empty());
        EXPECT_TRUE(tx.desk().drafts_of(kLi).empty());
    });
}

TEST_P(Desk, OldDraftsAreDroppedAFewAtATime) {
    write([&](store::WriteTx& tx) {
        for (int i = 1; i <= 5; ++i) {
            tx.desk_writer().put_draft(draft(kWang, i, i));
        }
        EXPECT_EQ(tx.desk_writer().drop_drafts(LedgerId{4}, Instant{9}, 10), 0);
        EXPECT_EQ(tx.desk_writer().drop_drafts(LedgerId{3}, Instant{4}, 3), 3);
        EXPECT_TRUE(tx.desk().draft(kWang, LedgerId{3}, RecordId{4}));
        EXPECT_EQ(tx.desk_writer().drop_drafts({}, Instant{4}, 3), 1);
        EXPECT_EQ(tx.desk().drafts_of(kWang).size(), 1U);
    });
}

// In the order of their time they are in no order of their keys; verify looks at both.
TEST_P(Desk, IsFoundSoundByVerify) {
    write([&](store::WriteTx& tx) {
        for (int i = 1; i <= 20; ++i) {
            tx.desk_writer().put_draft(draft(AccountId{1 + i * 7 % 20}, i % 3, i));
            tx.desk_writer().put_view(view(i, AccountId{1 + i * 7 % 20}, ""));
        }
    });
    EXPECT_TRUE(office_.verify().sound());
}

TEST_P(Desk, AViewIsItsOwnersUntilItIsShared) {
    const auto wang = session_of("clerk");
    const auto li = session_of("reader");
    const auto made = service::create_view(wang, kWang, wanted("半截的"));
    ASSERT_TRUE(made) << describe(made.error());
    ASSERT_TRUE(made->errors.empty());
    const ViewId id = made->row->view.id;
    EXPECT_TRUE(service::read_view(wang, kWang, "visits", id));
    EXPECT_EQ(service::read_view(li, kLi, "visits", id).error().code, ErrorCode::NotFound);
    EXPECT_EQ(service::create_view(wang, kWang, wanted("半截的")).error().code,
              ErrorCode::Conflict);
    EXPECT_EQ(service::create_view(wang, kWang, wanted("共享", "*")).error().code,
              ErrorCode::Forbidden);
    auto sharer = wang;
    sharer.principal = office_.session().principal;
    auto request = wanted("半截的", "reader");
    request.id = id;
    request.revision = 1;
    ASSERT_TRUE(service::change_view(sharer, kWang, request));
    EXPECT_TRUE(service::read_view(li, kLi, "visits", id));
    EXPECT_FALSE(service::read_view(session_of("other"), kLi, "visits", id));
    // The reader may open it, and nothing else.
    request.revision = 2;
    EXPECT_EQ(service::change_view(li, kLi, request).error().code, ErrorCode::Forbidden);
    EXPECT_EQ(service::drop_view(li, kLi, request).error().code, ErrorCode::Forbidden);
    request.revision = 1;
    EXPECT_TRUE(service::change_view(sharer, kWang, request)->outdated);
    request.revision = 2;
    ASSERT_TRUE(service::drop_view(sharer, kWang, request));
    EXPECT_FALSE(service::read_view(li, kLi, "visits", id));
}

TEST_P(Desk, OneViewOpensFirst) {
    const auto session = office_.session();
    const auto make = [&](const std::string& title, const std::string& audience) {
        auto request = wanted(title, audience);
        request.opens_first = true;
        const auto made = service::create_view(session, kWang, request);
        EXPECT_TRUE(made && made->row);
        return made->row->view.id;
    };
    const auto first = [&] { return service::list_views(session, kWang, "visits")->first; };
    EXPECT_EQ(first(), ViewId{});
    const auto of_office = make("单位的", "*");
    EXPECT_EQ(first(), of_office);
    EXPECT_EQ(service::list_views(session, kLi, "visits")->first, of_office);
    const auto old = make("旧的", "");
    const auto now = make("新的", "");
    EXPECT_EQ(first(), now);
    EXPECT_FALSE(service::read_view(session, kWang, "visits", old)->view.opens_first);
    EXPECT_EQ(service::list_views(session, kLi, "visits")->first, of_office);
}

// What is hidden can neither be asked through a view, nor is its value told.
TEST_P(Desk, AViewOpensNothingThatIsHidden) {
    const auto session = office_.session();
    const auto made =
        service::create_view(session, kWang, wanted("找人", "*", "visitor eq 欧阳三"));
    ASSERT_TRUE(made && made->row) << (made ? "" : describe(made.error()));
    auto blind = session;
    blind.principal = without(session.principal, access::Permission::FindPersonal);
    const auto row = service::read_view(blind, kLi, "visits", made->row->view.id);
    ASSERT_TRUE(row);
    EXPECT_TRUE(row->content.filters.empty());
    ASSERT_EQ(row->refused.size(), 1U);
    EXPECT_EQ(describe(row->refused.front()).find("欧阳"), std::string::npos);
    std::vector<std::string> columns;
    service::ListRequest list;
    list.ledger = "visits";
    EXPECT_EQ(service::through_view(blind, kLi, made->row->view.id, list, columns).error().code,
              ErrorCode::Forbidden);
    EXPECT_TRUE(service::through_view(session, kLi, made->row->view.id, list, columns));
    const auto refused = service::create_view(blind, kLi, wanted("也找", "", "visitor eq 欧阳三"));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->errors.size(), 1U);
}

TEST_P(Desk, ADraftGoesWithTheRecordMadeOfIt) {
    const auto session = office_.session();
    service::DraftRequest draft{"visits", {}, 0, {{"note", "半句"}, {"nonsense", 7}}};
    ASSERT_TRUE(service::save_draft(session, kWang, draft));
    EXPECT_EQ(service::read_draft(session, kWang, "visits", {})->fields, draft.fields);
    EXPECT_EQ(service::read_draft(session, kLi, "visits", {}).error().code, ErrorCode::NotFound);
    service::RecordRequest request;
    request.ledger = "visits";
    request.draft_of = kWang;
    request.fields = {{"note", "整句"}};
    EXPECT_FALSE(service::create_record(session, request)->errors.empty());
    EXPECT_EQ(service::list_drafts(session, kWang)->size(), 1U);  // refused, and so it stays
    request.fields.push_back({"seen_on", "2020-05-31"});
    const auto made = service::create_record(session, request);
    ASSERT_TRUE(made && made->record);
    EXPECT_TRUE(service::list_drafts(session, kWang)->empty());
    draft.record = made->record->id;
    ASSERT_TRUE(service::save_draft(session, kWang, draft));
    ASSERT_TRUE(service::save_draft(session, kLi, draft));
    request.id = made->record->id;
    request.revision = 1;
    ASSERT_TRUE(service::change_record(session, request));
    EXPECT_TRUE(service::list_drafts(session, kWang)->empty());
    EXPECT_EQ(service::list_drafts(session, kLi)->size(), 1U);
}

TEST_P(Desk, DraftsAreBounded) {
    const auto session = office_.session();
    service::DraftRequest draft{"visits", {}, 0, {}};
    draft.fields["note"] = boost::json::string(limits::kDraftBytesMax, 'x');
    EXPECT_EQ(service::save_draft(session, kWang, draft).error().code, ErrorCode::LimitExceeded);
    draft.fields.clear();
    draft.record = RecordId{7};
    EXPECT_EQ(service::save_draft(session, kWang, draft).error().code, ErrorCode::NotFound);
    const auto now = system_now();
    write([&](store::WriteTx& tx) {
        for (std::size_t i = 1; i <= limits::kDraftsPerAccountMax; ++i) {
            tx.desk_writer().put_draft(
                {kWang, LedgerId{999}, RecordId{static_cast<int>(i)}, 0, "{}", now});
        }
    });
    draft.record = {};
    EXPECT_EQ(service::save_draft(session, kWang, draft).error().code, ErrorCode::LimitExceeded);
    EXPECT_TRUE(service::save_draft(session, kLi, draft));
}

// The ledger keeps personal data for seven days, and so do the drafts of it.
TEST_P(Desk, DraftsAreForgottenWithWhatTheyAreOf) {
    const auto session = office_.session();
    const auto definitions = office_.definitions();
    const auto ledger = definitions->catalog.id_of(*definitions->catalog.pack.ledger("visits"));
    const auto made = office_.add("visits", {{"seen_on", "2020-05-31"}, {"visitor", "张三"}});
    ASSERT_TRUE(made);
    const auto now = system_now();
    const auto days_ago = [&](std::int64_t days) { return after(now, -days * 86'400); };
    write([&](store::WriteTx& tx) {
        auto& desk = tx.desk_writer();
        desk.put_draft({kWang, ledger, {}, 0, "{}", days_ago(3)});
        desk.put_draft({kLi, ledger, {}, 0, "{}", days_ago(9)});
        desk.put_draft({kLi, LedgerId{999}, {}, 0, "{}", days_ago(9)});
        desk.put_draft({kWang, LedgerId{999}, {}, 0, "{}", days_ago(31)});
        desk.put_draft({kWang, ledger, made->id, 0, "{}", now});
    });
    ASSERT_TRUE(service::purge_records(session, civil_date(now)));
    EXPECT_EQ(service::list_drafts(session, kWang)->size(), 2U);
    EXPECT_EQ(service::list_drafts(session, kLi)->size(), 1U);
    ASSERT_TRUE(service::purge_records(session, Date::from_civil(2199, 1, 1)));
    EXPECT_EQ(service::list_drafts(session, kWang)->size(), 1U);
}

TZ_FOR_EVERY_ADAPTER(Desk);

}  // namespace
}  // namespace taizhang::tests
