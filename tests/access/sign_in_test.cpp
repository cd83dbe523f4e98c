// SPDX-License-Identifier: Apache-2.0
// Passwords, second steps, sessions, tokens and what is written down of them.
#include <gtest/gtest.h>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "service/identity/accounts.hpp"
#include "service/identity/audit_log.hpp"
#include "service/identity/password.hpp"
#include "service/identity/second_step.hpp"
#include "service/identity/sign_in.hpp"
#include "service/identity/tokens.hpp"
#include "tests/conformance/office.hpp"

namespace taizhang::tests {
namespace {

using Kind = service::SignInOutcome::Kind;

const char* const kRoles = R"(
role: reader
title: {zh: 查看, en: Reader}
permissions: [read_figures]
totals: all
---
role: security
title: {zh: 安全, en: Security}
permissions: [manage_accounts]
apart: administration
---
role: system
title: {zh: 系统, en: System}
permissions: [administer]
apart: administration
)";

class SignIn : public testing::Test {
  protected:
    SignIn() : office_(kRoles), anyone_{office_.store(), {}} {
        const auto issued =
            service::create_account(office_.session(), {"wang", "王芳", {{"reader", "", ""}}});
        EXPECT_TRUE(issued);
        password_ = issued->password;
    }
    ~SignIn() override { EXPECT_TRUE(office_.verify().sound()); }

    service::SignInOutcome try_with(const std::string& name, const std::string& password,
                                    const std::string& code = "") {
        const auto outcome =
            service::sign_in(anyone_, {name, password, code, "10.0.0.7", "test", ""});
        EXPECT_TRUE(outcome) << describe(outcome.error());
        return *outcome;
    }
    service::Caller caller(const std::string& secret) {
        auto found = service::caller_of_session(anyone_, secret, system_now());
        EXPECT_TRUE(found);
        return *found;
    }
    bool is_open(const std::string& secret, std::int64_t seconds_later = 0) {
        return service::caller_of_session(anyone_, secret, after(system_now(), seconds_later))
            .has_value();
    }
    std::size_t events(const std::string& action) {
        service::AuditRequest request;
        request.actions = {action};
        return service::read_audit(office_.session(), request)->events.size();
    }

    TestOffice office_;
    service::Session anyone_;
    std::string password_;
};

TEST_F(SignIn, OpensASessionThatEnds) {
    const auto in = try_with("wang", password_);
    ASSERT_EQ(in.kind, Kind::SignedIn);
    const auto who = caller(in.secret);
    EXPECT_EQ(who.principal.name, "wang");
    EXPECT_TRUE(who.must_change_password);
    EXPECT_TRUE(is_open(in.secret, limits::kSessionIdleSecondsMax - 60));
    EXPECT_FALSE(is_open(in.secret, limits::kSessionSecondsMax + 60));
    EXPECT_FALSE(is_open(in.secret + "x"));
    EXPECT_TRUE(service::sign_out(anyone_, who));
    EXPECT_FALSE(is_open(in.secret));
    EXPECT_EQ(events("signed_in"), 1U);
    EXPECT_EQ(events("signed_out"), 1U);
}

// By account they stand in another order than by age; verify(), at the end, looks at both.
TEST_F(SignIn, SessionsOfSeveralStandInOrder) {
    const auto other = service::create_account(office_.session(), {"li", "李明", {}});
    ASSERT_TRUE(other);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(try_with("li", other->password).kind, Kind::SignedIn);
        EXPECT_EQ(try_with("wang", password_).kind, Kind::SignedIn);
    }
}

TEST_F(SignIn, WhoGuessesWaits) {
    for (std::int64_t i = 0; i <= limits::kSignInFailuresFree; ++i) {
        EXPECT_EQ(try_with("wang", "guess").kind, Kind::Refused);
        EXPECT_EQ(try_with("nobody", "guess").kind, Kind::Refused);
    }
    const auto blocked = try_with("wang", password_);
    EXPECT_EQ(blocked.kind, Kind::Blocked);
    EXPECT_GT(blocked.wait_seconds, 0);
    EXPECT_EQ(try_with("nobody", password_).kind, Kind::Blocked);
    ASSERT_TRUE(service::reset_password(office_.session(), "wang"));
    EXPECT_EQ(try_with("wang", password_).kind, Kind::Refused);  // the old one
    EXPECT_GE(events("sign_in_failed"), 10U);
}

TEST_F(SignIn, ANewPasswordEndsOtherSessions) {
    const auto first = try_with("wang", password_);
    const auto second = try_with("wang", password_);
    const auto who = caller(second.secret);
    const service::Session mine{office_.store(), who.principal};
    EXPECT_FALSE(service::change_password(mine, who, "wrong", "staple the horse"));
    EXPECT_FALSE(service::change_password(mine, who, password_, "short"));
    EXPECT_FALSE(service::change_password(mine, who, password_, "xx wang wang xx"));
    const auto secret = service::change_password(mine, who, password_, "staple the horse");
    ASSERT_TRUE(secret);
    EXPECT_FALSE(is_open(first.secret));
    EXPECT_FALSE(is_open(second.secret));
    EXPECT_FALSE(caller(*secret).must_change_password);
    EXPECT_EQ(try_with("wang", password_).kind, Kind::Refused);
    EXPECT_EQ(try_with("wang", "staple the horse").kind, Kind::SignedIn);
}

TEST_F(SignIn, WhoGuessesThePasswordOfAnOpenSessionWaits) {
    const auto who = caller(try_with("wang", password_).secret);
    const service::Session mine{office_.store(), who.principal};
    EXPECT_EQ(*service::seconds_until_password(mine, "wang"), 0);
    for (std::int64_t i = 0; i <= limits::kSignInFailuresFree; ++i) {
        EXPECT_FALSE(service::change_password(mine, who, "wrong", "staple the horse"));
    }
    EXPECT_GT(*service::seconds_until_password(mine, "wang"), 0);
    const auto refused = service::change_password(mine, who, password_, "staple the horse");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Busy);
}

TEST_F(SignIn, ASecondStepCountsOnce) {
    const auto who = caller(try_with("wang", password_).secret);
    const service::Session mine{office_.store(), who.principal};
    ASSERT_TRUE(service::offer_second_step(mine, who));
    EXPECT_EQ(try_with("wang", password_).kind, Kind::SignedIn);  // not before it is confirmed
    std::string secret;
    ASSERT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
        secret = tx.identity().account_named("wang")->second_step;
        return {};
    }));
    const auto step = system_now().milliseconds / 30'000;
    EXPECT_FALSE(service::confirm_second_step(mine, who, "000000"));
    const auto codes =
        service::confirm_second_step(mine, who, service::second_step_code(secret, step));
    ASSERT_TRUE(codes);
    EXPECT_EQ(try_with("wang", password_).kind, Kind::NeedsCode);
    EXPECT_EQ(try_with("wang", password_, service::second_step_code(secret, step)).kind,
              Kind::Refused);  // used already
    EXPECT_EQ(try_with("wang", password_, service::second_step_code(secret, step + 1)).kind,
              Kind::SignedIn);
    EXPECT_EQ(try_with("wang", password_, codes->front()).kind, Kind::SignedIn);
    EXPECT_EQ(try_with("wang", password_, codes->front()).kind, Kind::Refused);
    EXPECT_FALSE(service::drop_second_step(mine, who, "wrong"));
    EXPECT_TRUE(service::drop_second_step(mine, who, password_));
    EXPECT_EQ(try_with("wang", password_).kind, Kind::SignedIn);
}

TEST_F(SignIn, ATokenMayDoNoMoreThanItSays) {
    const service::Session mine{office_.store(),
                                caller(try_with("wang", password_).secret).principal};
    EXPECT_FALSE(service::create_token(mine, {"other", "大屏", {"read_figures"}, 9}));
    EXPECT_FALSE(service::create_token(mine, {"wang", "大屏", {"fly"}, 9}));
    EXPECT_FALSE(service::create_token(mine, {"wang", "大屏", {"read_figures"}, 0}));
    const auto issued =
        service::create_token(mine, {"wang", "大屏", {"verify", "read_figures"}, 9});
    ASSERT_TRUE(issued);
    const auto now = system_now();
    const auto who = service::caller_of_token(anyone_, issued->secret, now);
    ASSERT_TRUE(who);
    EXPECT_FALSE(who->in_person());
    EXPECT_TRUE(access::authorize(who->principal, access::Permission::ReadFigures));
    EXPECT_FALSE(access::authorize(who->principal, access::Permission::Verify));
    EXPECT_FALSE(service::caller_of_token(anyone_, issued->secret, after(now, 10 * 86'400)));
    EXPECT_TRUE(service::revoke_token(mine, "wang", issued->id));
    EXPECT_FALSE(service::caller_of_token(anyone_, issued->secret, now));
}

TEST_F(SignIn, AdministrationIsKeptApart) {
    const auto both = service::create_account(
        office_.session(), {"zhao", "赵", {{"security", "", ""}, {"system", "", ""}}});
    ASSERT_FALSE(both);
    EXPECT_EQ(both.error().code, ErrorCode::Conflict);
    ASSERT_TRUE(service::create_account(office_.session(), {"zhao", "赵", {{"security", "", ""}}}));
    service::Session zhao{office_.store(), {"zhao", office_.session().principal.holdings}};
    EXPECT_FALSE(service::set_roles(zhao, "zhao", {{"reader", "", ""}}));
    EXPECT_FALSE(service::set_disabled(zhao, "zhao", true));
    EXPECT_TRUE(service::set_roles(zhao, "wang", {}));
    EXPECT_FALSE(service::create_account(zhao, {"zhao", "赵", {}}));
    EXPECT_FALSE(service::create_account(zhao, {"Zhao Wei", "赵", {}}));
    const auto in = try_with("wang", password_);
    EXPECT_TRUE(service::set_disabled(zhao, "wang", true));
    EXPECT_FALSE(is_open(in.secret));
    EXPECT_EQ(try_with("wang", password_).kind, Kind::Refused);
    EXPECT_TRUE(service::set_disabled(zhao, "wang", false));
    EXPECT_EQ(try_with("wang", password_).kind, Kind::SignedIn);
}

// RFC 6238, appendix B: the last six of eight digits.
TEST(SecondStep, GivesTheNumbersOfTheStandard) {
    const std::string secret = "12345678901234567890";
    EXPECT_EQ(service::second_step_code(secret, 59 / 30), "287082");
    EXPECT_EQ(service::second_step_code(secret, 1'111'111'109 / 30), "081804");
    EXPECT_EQ(service::second_step_code(secret, 20'000'000'000 / 30), "353130");
    EXPECT_EQ(service::to_base32(secret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    EXPECT_EQ(service::to_base32("fo"), "MZXQ");
}

}  // namespace
}  // namespace taizhang::tests
