// SPDX-License-Identifier: Apache-2.0
#include "http/compression.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace taizhang::http {
namespace {

std::string unzip(std::string text) {
    std::string out(1'000'000, '\0');
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef*>(text.data());
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

Response json(std::size_t size) {
    Response response;
    response.headers = {{"Content-Type", "application/json"}};
    response.body = std::string(size, '1');
    return response;
}

TEST(Compression, HeedsWhatTheClientTakes) {
    for (const char* takes : {"gzip", "br, GZIP", "gzip;q=0.5", "*", "deflate, gzip;q=1.0, *;q=0.5",
                              "x-gzip", "gzip;q=0.5, identity;q=0.5", "identity;q=0, *"}) {
        EXPECT_TRUE(accepts_gzip(takes)) << takes;
    }
    for (const char* refuses : {"", "br", "gzip;q=0", "*;q=0", "gzip;q=0, *", "gzip;q=0.000",
                                "gzip;q=0.1, identity;q=0.9", "gzipped", ";", ",,,"}) {
        EXPECT_FALSE(accepts_gzip(refuses)) << refuses;
    }
}

TEST(Compression, GivesBackWhatItWasGiven) {
    auto response = json(100'000);
    compress(response, "gzip");
    EXPECT_EQ(response.headers.get("Content-Encoding"), "gzip");
    EXPECT_EQ(response.headers.get("Vary"), "Accept-Encoding");
    EXPECT_LT(response.body.size(), 1'000U);
    EXPECT_EQ(unzip(response.body), std::string(100'000, '1'));
}

TEST(Compression, LeavesAloneWhatItMustNotTouch) {
    const auto untouched = [](Response response) {
        const std::string body = response.body;
        compress(response, "gzip");
        return response.body == body && response.headers.find("Vary") == nullptr;
    };
    EXPECT_TRUE(untouched(json(1'000)));
    auto picture = json(5'000);
    picture.headers.set("Content-Type", "image/png");
    EXPECT_TRUE(untouched(picture));
    auto promised = json(5'000);
    promised.headers.add("ETag", "\"7\"");
    EXPECT_TRUE(untouched(promised));
    auto done = json(5'000);
    done.headers.add("Content-Encoding", "br");
    EXPECT_TRUE(untouched(done));
    auto events = json(5'000);
    events.headers.set("Content-Type", "text/event-stream; charset=utf-8");
    EXPECT_TRUE(untouched(events));
    auto weak = json(5'000);
    weak.headers.add("ETag", "W/\"7\"");
    EXPECT_FALSE(untouched(weak));
}

TEST(Compression, KnowsTextWhenItSeesIt) {
    EXPECT_TRUE(is_compressible("text/html; charset=utf-8"));
    EXPECT_TRUE(is_compressible("application/problem+json"));
    EXPECT_TRUE(is_compressible("image/svg+xml"));
    EXPECT_FALSE(is_compressible("application/zip"));
    EXPECT_FALSE(is_compressible(""));
}

}  // namespace
}  // namespace taizhang::http
