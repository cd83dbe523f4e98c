// SPDX-License-Identifier: Apache-2.0
#include "http/event_stream.hpp"

#include <gtest/gtest.h>

namespace taizhang::http {
namespace {

TEST(EventStream, WritesEveryLineOfTheDataAsOne) {
    EXPECT_EQ(event_text({"7", "change", "a\nb\r\nc\rd"}),
              "id: 7\nevent: change\ndata: a\ndata: b\ndata: c\ndata: d\n\n");
    EXPECT_EQ(event_text({"", "", ""}), "data: \n\n");
    EXPECT_EQ(event_text({"7\nevent: x", "a\rb", "id: 8\n\n"}),
              "id: 7event: x\nevent: ab\ndata: id: 8\ndata: \ndata: \n\n");
}

TEST(EventStream, GivesWhatWaitsInOnePieceAndThenNothing) {
    EventStream stream;
    EXPECT_TRUE(stream.send({"", "", "1"}));
    EXPECT_TRUE(stream.send({"", "", "2"}));
    EXPECT_EQ(stream.take(), "retry: 3000\n\ndata: 1\n\ndata: 2\n\n");
    EXPECT_EQ(stream.take(), "");
    stream.end();
    EXPECT_EQ(stream.take(), std::nullopt);
}

TEST(EventStream, LetsAClientGoThatTakesNothing) {
    for (const auto& options :
         {EventStreamOptions{.events_max = 3}, EventStreamOptions{.bytes_max = 40}}) {
        EventStream stream(options);
        int sent = 0;
        while (stream.send({"", "", "12345"})) {
            ++sent;
        }
        EXPECT_EQ(sent, 2);
        EXPECT_FALSE(stream.is_open());
        // What it had is still given, so that it knows from where to ask again.
        EXPECT_TRUE(stream.take());
        EXPECT_EQ(stream.take(), std::nullopt);
    }
}

TEST(EventStream, WakesWhoeverListens) {
    EventStream stream;
    int woken = 0;
    stream.on_bytes([&] { ++woken; });
    stream.send({"", "", "1"});
    stream.end();
    EXPECT_EQ(woken, 2);
    stream.on_bytes(nullptr);
    EXPECT_FALSE(stream.send({"", "", "2"}));
}

}  // namespace
}  // namespace taizhang::http
