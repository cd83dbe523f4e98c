// SPDX-License-Identifier: Apache-2.0
// Who signs in by a provider of identities: whom an administrator has linked, and nobody else.
#include <gtest/gtest.h>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "service/identity/accounts.hpp"
#include "service/identity/audit_log.hpp"
#include "service/identity/provider_links.hpp"
#include "service/identity/provider_sign_in.hpp"
#include "tests/conformance/office.hpp"

namespace taizhang::tests {
namespace {

using Kind = service::SignInOutcome::Kind;

const std::string kIssuer = "https://login.example.cn";

class ProviderSignIn : public testing::Test {
  protected:
    ProviderSignIn()
        : office_(
              "role: security\ntitle: {zh: 安全, en: Security}\npermissions: [manage_accounts]\n"),
          anyone_{office_.store(), {}} {
        password_ = add("wang");
    }
    ~ProviderSignIn() override { EXPECT_TRUE(office_.verify().sound()); }

    std::string add(const std::string& name) {
        const auto issued = service::create_account(office_.session(), {name, name, {}});
        EXPECT_TRUE(issued);
        return issued ? issued->password : "";
    }
    Result<void> link(const std::string& name, const std::string& subject) {
        return service::link_account(office_.session(), name, kIssuer, subject);
    }
    service::SignInOutcome come(const std::string& subject, const std::string& replaces = "") {
        const auto outcome = service::sign_in_by_provider(anyone_, {kIssuer, subject},
                                                          {"10.0.0.7", "test", replaces});
        EXPECT_TRUE(outcome);
        return outcome ? *outcome : service::SignInOutcome{};
    }
    Kind by_password(const std::string& password) {
        return service::sign_in(anyone_, {"wang", password, "", "10.0.0.7", "test", ""})->kind;
    }
    bool is_open(const std::string& secret) {
        return service::caller_of_session(anyone_, secret, system_now()).has_value();
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

TEST_F(ProviderSignIn, IsForWhomAnAdministratorHasLinked) {
    EXPECT_EQ(come("u-17").kind, Kind::Refused);
    ASSERT_TRUE(link("wang", "u-17"));
    EXPECT_EQ(come("u-18").kind, Kind::Refused);
    const auto in = come("u-17");
    ASSERT_EQ(in.kind, Kind::SignedIn);
    const auto caller = service::caller_of_session(anyone_, in.secret, system_now());
    ASSERT_TRUE(caller);
    EXPECT_EQ(caller->principal.name, "wang");
    EXPECT_TRUE(caller->in_person());
    EXPECT_FALSE(caller->must_change_password);
    EXPECT_EQ(events("signed_in"), 1U);
    EXPECT_EQ(events("sign_in_failed"), 2U);
}

TEST_F(ProviderSignIn, GivesANewSessionInPlaceOfTheOneShown) {
    ASSERT_TRUE(link("wang", "u-17"));
    const auto first = come("u-17");
    const auto second = come("u-17", first.secret);
    EXPECT_NE(first.secret, second.secret);
    EXPECT_FALSE(is_open(first.secret));
    EXPECT_TRUE(is_open(second.secret));
}

TEST_F(ProviderSignIn, TakesThePlaceOfThePassword) {
    const auto before = service::sign_in(anyone_, {"wang", password_, "", "10.0.0.7", "test", ""});
    ASSERT_EQ(before->kind, Kind::SignedIn);
    ASSERT_TRUE(link("wang", "u-17"));
    EXPECT_FALSE(is_open(before->secret));
    EXPECT_EQ(by_password(password_), Kind::Refused);
    EXPECT_EQ(by_password(""), Kind::Refused);
    const auto again = service::reset_password(office_.session(), "wang");
    ASSERT_TRUE(again);
    EXPECT_EQ(by_password(again->password), Kind::SignedIn);
    EXPECT_EQ(come("u-17").kind, Kind::SignedIn);
}

TEST_F(ProviderSignIn, EndsWithTheLinkAndWithTheAccount) {
    ASSERT_TRUE(link("wang", "u-17"));
    const auto in = come("u-17");
    ASSERT_TRUE(service::set_disabled(office_.session(), "wang", true));
    EXPECT_FALSE(is_open(in.secret));
    EXPECT_EQ(come("u-17").kind, Kind::Refused);
    ASSERT_TRUE(service::set_disabled(office_.session(), "wang", false));
    const auto back = come("u-17");
    ASSERT_EQ(back.kind, Kind::SignedIn);
    EXPECT_FALSE(service::unlink_account(office_.session(), "wang", kIssuer, "u-18"));
    ASSERT_TRUE(service::unlink_account(office_.session(), "wang", kIssuer, "u-17"));
    EXPECT_FALSE(is_open(back.secret));
    EXPECT_EQ(come("u-17").kind, Kind::Refused);
}

TEST_F(ProviderSignIn, WaitsAsPasswordsDo) {
    ASSERT_TRUE(link("wang", "u-17"));
    for (std::int64_t i = 0; i <= limits::kSignInFailuresFree; ++i) {
        EXPECT_EQ(by_password("guess"), Kind::Refused);
        EXPECT_EQ(come("u-18").kind, Kind::Refused);
    }
    EXPECT_EQ(come("u-17").kind, Kind::Blocked);  // the account waits, however one comes
    EXPECT_EQ(come("u-18").kind, Kind::Blocked);  // and so does a stranger, alone:
    EXPECT_EQ(come("u-19").kind, Kind::Refused);
    EXPECT_EQ(*service::provider_wait(anyone_, "10.0.0.7"), 0);
    for (std::int64_t i = 0; i <= limits::kAddressFailuresFree; ++i) {
        EXPECT_TRUE(service::note_provider_refusal(anyone_, "10.0.0.7", "nonce"));
    }
    EXPECT_GT(*service::provider_wait(anyone_, "10.0.0.7"), 0);
    EXPECT_EQ(*service::provider_wait(anyone_, "10.0.0.8"), 0);
}

TEST_F(ProviderSignIn, LinksNobodyTwiceNorOneself) {
    add("li");
    ASSERT_TRUE(link("wang", "u-17"));
    EXPECT_EQ(link("li", "u-17").error().code, ErrorCode::Conflict);
    EXPECT_EQ(link("wang", "u-17").error().code, ErrorCode::Conflict);
    EXPECT_EQ(link("zhao", "u-18").error().code, ErrorCode::NotFound);
    EXPECT_EQ(link("li", "").error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(link("li", "一").error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(service::link_account(office_.session(), "li", "login.example.cn", "u").error().code,
              ErrorCode::InvalidInput);
    for (std::size_t i = 1; i < limits::kOidcLinksPerAccountMax; ++i) {
        EXPECT_TRUE(link("wang", "more-" + std::to_string(i)));
    }
    EXPECT_EQ(link("wang", "one-more").error().code, ErrorCode::LimitExceeded);
    EXPECT_EQ(service::list_links(office_.session(), "wang")->size(),
              limits::kOidcLinksPerAccountMax);
    const service::Session nobody{office_.store(), {}};
    EXPECT_EQ(service::link_account(nobody, "li", kIssuer, "u").error().code, ErrorCode::Forbidden);
    auto li = access::local_operator("li");
    li.name = "li";
    const service::Session himself{office_.store(), li};
    EXPECT_EQ(service::link_account(himself, "li", kIssuer, "u").error().code, ErrorCode::Conflict);
}

}  // namespace
}  // namespace taizhang::tests
