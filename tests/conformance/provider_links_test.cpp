// SPDX-License-Identifier: Apache-2.0
// Whom a provider of identities knows, as every store keeps it.
#include "service/identity/accounts.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

const std::string kIssuer = "https://login.example.cn";
const std::string kOther = "https://login.example.cn/";

class ProviderLinks : public EveryAdapter {
  protected:
    ProviderLinks()
        : office_("role: reader\ntitle: {zh: 查看, en: Reader}\npermissions: [read_figures]\n") {}
    ~ProviderLinks() override { EXPECT_TRUE(office_.verify().sound()); }

    void write(const std::function<void(store::WriteTx&)>& work) {
        EXPECT_TRUE(office_.store().write([&](store::WriteTx& tx) -> Result<void> {
            work(tx);
            return {};
        }));
    }
    void read(const std::function<void(store::IdentityReader&)>& work) {
        EXPECT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
            work(tx.identity());
            return {};
        }));
    }
    // By the use case: an id is new for ever only where an event goes with it.
    AccountId account(const std::string& name) {
        const auto issued = service::create_account(office_.session(), {name, name, {}});
        EXPECT_TRUE(issued);
        return issued ? issued->account : AccountId{};
    }

    TestOffice office_;
};

TEST_P(ProviderLinks, AreFoundByIssuerAndSubjectTogether) {
    const AccountId wang = account("wang");
    const AccountId li = account("li");
    const store::ProviderLink first{kIssuer, "u-17", wang, Instant{1'590'883'200'000}};
    const store::ProviderLink second{kOther, "u-17", li, Instant{1'590'883'200'001}};
    const store::ProviderLink third{kIssuer, "U-17", li, Instant{1'590'883'200'002}};
    write([&](store::WriteTx& tx) {
        for (const auto& link : {first, second, third}) {
            tx.identity_writer().put_provider_link(link);
        }
        EXPECT_EQ(tx.identity().provider_link(kIssuer, "u-17"), first);
    });
    read([&](store::IdentityReader& identity) {
        EXPECT_EQ(identity.provider_link(kIssuer, "u-17"), first);
        EXPECT_EQ(identity.provider_link(kOther, "u-17"), second);
        EXPECT_EQ(identity.provider_link(kIssuer, "U-17"), third);
        EXPECT_FALSE(identity.provider_link(kIssuer, "u-1"));
        EXPECT_FALSE(identity.provider_link("", ""));
        EXPECT_EQ(identity.provider_links_of(wang), std::vector{first});
        EXPECT_EQ(identity.provider_links_of(li), (std::vector{third, second}));
        EXPECT_TRUE(identity.provider_links_of(AccountId{1}).empty());
    });
}

TEST_P(ProviderLinks, AreReplacedAndDropped) {
    const AccountId wang = account("wang");
    const AccountId li = account("li");
    const store::ProviderLink later{kIssuer, "u-17", li, Instant{1'590'883'200'001}};
    write([&](store::WriteTx& tx) {
        tx.identity_writer().put_provider_link({kIssuer, "u-17", wang, Instant{1}});
        tx.identity_writer().put_provider_link(later);
        EXPECT_TRUE(tx.identity().provider_links_of(wang).empty());
        EXPECT_FALSE(tx.identity_writer().drop_provider_link(kIssuer, "u-18"));
    });
    office_.reopen();
    read([&](store::IdentityReader& identity) {
        EXPECT_EQ(identity.provider_link(kIssuer, "u-17"), later);
    });
    write([&](store::WriteTx& tx) {
        EXPECT_TRUE(tx.identity_writer().drop_provider_link(kIssuer, "u-17"));
        EXPECT_FALSE(tx.identity_writer().drop_provider_link(kIssuer, "u-17"));
    });
    read([&](store::IdentityReader& identity) {
        EXPECT_FALSE(identity.provider_link(kIssuer, "u-17"));
    });
}

TZ_FOR_EVERY_ADAPTER(ProviderLinks);

}  // namespace
}  // namespace taizhang::tests
