// SPDX-License-Identifier: Apache-2.0
#include "api/operations/ready_probe.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <stdexcept>

namespace taizhang::api {
namespace {

using Asked = std::function<Result<void>()>;

// Answers as the test says, without looking at what it is asked.
class FakeStore : public store::Store {
  public:
    Asked on_read = [] { return Result<void>(); };
    Asked on_write = [] { return Result<void>(); };
    std::atomic<int> writes = 0;

    Result<void> read(const std::function<Result<void>(store::ReadTx&)>&) override {
        return on_read();
    }
    Result<void> write(const std::function<Result<void>(store::WriteTx&)>&) override {
        ++writes;
        return on_write();
    }
    std::future<Result<void>> write_behind(std::function<Result<void>(store::WriteTx&)>) override {
        return {};
    }
    Result<void> sync() override { return {}; }
    Result<void> forget_erased() override { return {}; }
    Result<store::StoreSummary> back_up(store::BackupSink&, const store::BackupProgress&) override {
        return store::StoreSummary();
    }
    void watch(std::function<void()>) override {}
};

ReadyProbe::Options quick() {
    return {std::chrono::milliseconds(50), std::chrono::milliseconds(0)};
}

TEST(ReadyProbe, IsReadyWhereTheStoreAnswers) {
    FakeStore store;
    ReadyProbe probe(store);
    EXPECT_TRUE(probe.ask().empty());
}

TEST(ReadyProbe, NamesWhatIsMissing) {
    FakeStore store;
    store.on_read = []() -> Result<void> { throw std::runtime_error("张三 is not for others"); };
    store.on_write = []() -> Result<void> { return fail(ErrorCode::Busy, "暂时连不上", "down"); };
    ReadyProbe probe(store, quick());
    const auto missing = probe.ask();
    ASSERT_EQ(missing.size(), 2U);
    EXPECT_EQ(missing[0].place->column, "store/read");
    EXPECT_EQ(missing[0].message.find("张三"), std::string::npos);
    EXPECT_EQ(missing[1].place->column, "store/write");
    EXPECT_EQ(missing[1].message, "数据库写不了：暂时连不上");
    store.on_read = store.on_write = [] { return Result<void>(); };
    EXPECT_TRUE(probe.ask().empty());
}

TEST(ReadyProbe, WaitsNoLongerThanItMay) {
    std::latch released(1);
    FakeStore store;
    store.on_read = []() -> Result<void> { return fail(ErrorCode::Busy, "暂时连不上", "down"); };
    store.on_write = [&] {
        released.wait();
        return Result<void>();
    };
    ReadyProbe probe(store, quick());
    for (int i = 0; i < 2; ++i) {
        const auto missing = probe.ask();
        ASSERT_EQ(missing.size(), 2U);  // what was found before is told, too
        EXPECT_EQ(missing[0].place->column, "store/read");
        EXPECT_EQ(missing[1].place->column, "store/write");
    }
    EXPECT_EQ(store.writes, 1);  // one that hangs is enough
    released.count_down();
}

TEST(ReadyProbe, OneCheckServesAllWhoAskMeanwhile) {
    FakeStore store;
    ReadyProbe probe(store, {std::chrono::seconds(10), std::chrono::hours(1)});
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(probe.ask().empty());
    }
    EXPECT_EQ(store.writes, 1);
}

}  // namespace
}  // namespace taizhang::api
