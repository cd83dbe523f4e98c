// SPDX-License-Identifier: Apache-2.0
#include "model/pack/definition_list.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

namespace taizhang::model {
namespace {

struct Named {
    std::string name;
    std::size_t index = 0;
};

TEST(DefinitionList, ReadsWhatIsAskedForAndOnlyOnce) {
    std::vector<std::size_t> read;
    const DefinitionList<Named> list({"a", "b", "c"}, [&](std::size_t index) {
        read.push_back(index);
        return Named{"read", index};
    });
    EXPECT_EQ(list.names(), (std::vector<std::string>{"a", "b", "c"}));
    EXPECT_TRUE(list.contains("c"));
    EXPECT_TRUE(read.empty());

    EXPECT_EQ(list.find("b")->index, 1U);
    EXPECT_EQ(list.find("b"), &list[1]);
    EXPECT_EQ(read, std::vector<std::size_t>{1});

    EXPECT_EQ(list.find("d"), nullptr);
    for (const auto& named : list) {
        EXPECT_EQ(named.name, "read");
    }
    EXPECT_EQ(read, (std::vector<std::size_t>{1, 0, 2}));
}

TEST(DefinitionList, CopiesShareWhatWasRead) {
    int reads = 0;
    const DefinitionList<Named> list({"a"}, [&](std::size_t index) {
        ++reads;
        return Named{"a", index};
    });
    const auto copy = list;
    EXPECT_EQ(copy.find("a"), list.find("a"));
    EXPECT_EQ(reads, 1);
}

TEST(DefinitionList, WhatReadingThrowsGoesToWhoeverAsks) {
    bool broken = true;
    const DefinitionList<Named> list({"a"}, [&](std::size_t index) {
        if (broken) {
            throw std::runtime_error("broken");
        }
        return Named{"a", index};
    });
    EXPECT_THROW(list.find("a"), std::runtime_error);
    EXPECT_THROW(list.find("a"), std::runtime_error);
    broken = false;
    EXPECT_EQ(list.find("a")->name, "a");
}

TEST(DefinitionList, GrowsWhileItIsBuiltAndTheFirstOfANameIsFound) {
    DefinitionList<Named> list;
    list.push_back({"a", 1});
    const Named* first = list.find("a");
    list.push_back({"b", 2});
    list.push_back({"a", 3});
    EXPECT_EQ(list.size(), 3U);
    EXPECT_EQ(list.find("a"), first);
    EXPECT_EQ(list[2].index, 3U);
}

TEST(DefinitionList, ThreadsThatAskAtOnceSeeOneDefinition) {
    std::atomic<int> reads{0};
    const DefinitionList<Named> list({"a", "b"}, [&](std::size_t index) {
        ++reads;
        return Named{"n", index};
    });
    std::vector<std::thread> threads;
    std::vector<const Named*> seen(8);
    for (auto& found : seen) {
        threads.emplace_back([&] { found = list.find("b"); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(reads, 1);
    for (const auto* found : seen) {
        EXPECT_EQ(found, &list[1]);
    }
}

}  // namespace
}  // namespace taizhang::model
