// SPDX-License-Identifier: Apache-2.0
#include "http/request_parser.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace taizhang::http {
namespace {

// One request as a server would read it that gets `step` bytes at a time.
struct Outcome {
    bool good = false;
    std::optional<Refusal> refusal;
    Request request;
    std::string rest;
};

Outcome parse_request(std::string_view bytes, std::size_t step = SIZE_MAX,
                      std::size_t body_max = 100) {
    Outcome outcome;
    RequestParser parser(outcome.request);
    std::string come;
    std::size_t scanned = 0;
    HeadScan scan = HeadScan::NeedMore;
    while (scan == HeadScan::NeedMore && !bytes.empty()) {
        come += bytes.substr(0, step);
        bytes.remove_prefix(std::min(step, bytes.size()));
        scan = scan_head(come, scanned);
    }
    const auto used = scan == HeadScan::Whole ? parser.parse_head(come) : std::nullopt;
    if (!used) {
        return outcome;
    }
    come.erase(0, *used);
    const RequestParser::Sink sink = [&](std::string_view part) {
        outcome.request.body += part;
        return outcome.request.body.size() <= body_max;
    };
    for (;;) {
        const auto fed = parser.feed(come, sink);
        come.erase(0, fed.used);
        outcome.refusal = fed.refusal;
        if (fed.refusal || !parser.expects_body() || bytes.empty()) {
            break;
        }
        come += bytes.substr(0, step);
        bytes.remove_prefix(std::min(step, bytes.size()));
    }
    outcome.good = !outcome.refusal && !parser.expects_body();
    outcome.rest = come + std::string(bytes);
    return outcome;
}

std::string with(std::string_view headers) {
    return "POST /a HTTP/1.1\r\nHost: x\r\n" + std::string(headers) + "\r\n";
}

TEST(RequestParser, TakesARequestApart) {
    const auto outcome = parse_request(
        "PUT /a/b?c=d HTTP/1.1\r\nHost: x\r\nX-Empty:\r\nX-Text:  some  text \r\n"
        "Content-Length: 3\r\n\r\nabcGET /");
    ASSERT_TRUE(outcome.good);
    const auto& request = outcome.request;
    EXPECT_EQ(request.method, Method::Put);
    EXPECT_EQ(request.raw_target, "/a/b?c=d");
    EXPECT_EQ(request.target.segments, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(request.headers.get("x-text"), "some  text");
    EXPECT_NE(request.headers.find("x-empty"), nullptr);
    EXPECT_EQ(request.body, "abc");
    EXPECT_EQ(outcome.rest, "GET /");
}

TEST(RequestParser, KeepsNoHeaderThatComesBehindTheBody) {
    const auto outcome =
        parse_request(with("Transfer-Encoding: chunked\r\n") +
                      "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nAuthorization: me\r\n\r\nnext");
    ASSERT_TRUE(outcome.good);
    EXPECT_EQ(outcome.request.body, "abcde");
    EXPECT_EQ(outcome.request.headers.find("Authorization"), nullptr);
    EXPECT_EQ(outcome.rest, "next");
}

// Each is a way in which two servers in a row may see two different requests.
TEST(RequestParser, RefusesWhatTwoReadersMayReadDifferently) {
    const std::string chunked = "Transfer-Encoding: chunked\r\n";
    const std::vector<std::string> wrong = {
        with("Content-Length: 3\r\n" + chunked),
        with(chunked + "Content-Length: 3\r\n"),
        with("Content-Length: 3\r\nContent-Length: 3\r\n"),
        with("Content-Length: 3\r\nContent-Length: 4\r\n"),
        with("Content-Length: 3, 3\r\n"),
        with("Content-Length: +3\r\n"),
        with("Content-Length: 0x3\r\n"),
        with("Content-Length: -1\r\n"),
        with("Content-Length:\r\n"),
        with("Content-Length: 18446744073709551616\r\n"),
        with(chunked + chunked),
        with("Transfer-Encoding: gzip, chunked\r\n"),
        with("Transfer-Encoding: identity\r\n"),
        with("Transfer-Encoding: chunked, identity\r\n"),
        with("Transfer-Encoding: xchunked\r\n"),
        with("Transfer-Encoding:\r\n"),
        with("X: a\r\n folded\r\n"),
        with("X: a\r\n\tTransfer-Encoding: chunked\r\n"),
        with("X: a\nY: b\r\n"),
        with(std::string("X: a\0b\r\n", 8)),
        with("X: a\rb\r\n"),
        with("X : a\r\n"),
        with(": a\r\n"),
        with("X\r\n"),
        with("Host: y\r\n"),
        "POST /a HTTP/1.1\r\n\r\n",
        "POST /a HTTP/1.1\nHost: x\n\n",
        "POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /a HTTP/2.0\r\nHost: x\r\n\r\n",
        "POST /a HTTP/1.1 \r\nHost: x\r\n\r\n",
        "POST  /a HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST\t/a HTTP/1.1\r\nHost: x\r\n\r\n",
        "PO(ST /a HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /a\r\nHost: x\r\n\r\n",
        " POST /a HTTP/1.1\r\nHost: x\r\n\r\n",
        "\r\nPOST /a HTTP/1.1\r\nHost: x\r\n\r\n",
    };
    for (const auto& request : wrong) {
        EXPECT_FALSE(parse_request(request).good) << request;
    }
}

TEST(RequestParser, RefusesBrokenChunks) {
    for (const std::string body : {"x\r\n", "3\r\nabcd\r\n0\r\n\r\n", "3\nabc\r\n0\r\n\r\n",
                                   "-1\r\n", "ffffffffffffffffff\r\n", "3 \r\nabc\r\n", "\r\n",
                                   "0\r\nContent-Length: 1\nX: y\r\n\r\n", "3\r\nabc\n0\r\n\r\n"}) {
        const auto outcome = parse_request(with("Transfer-Encoding: chunked\r\n") + body);
        EXPECT_FALSE(outcome.good) << body;
    }
}

TEST(RequestParser, StopsABodyThatIsTooLarge) {
    const std::string body = "65\r\n" + std::string(101, 'x') + "\r\n0\r\n\r\n";
    EXPECT_EQ(parse_request(with("Transfer-Encoding: chunked\r\n") + body).refusal,
              Refusal::BodyTooLarge);
    EXPECT_TRUE(parse_request(with("Transfer-Encoding: chunked\r\n") + body, SIZE_MAX, 101).good);
}

TEST(RequestParser, TakesOnlySoManyHeaders) {
    std::string headers;
    for (std::size_t i = 0; i < limits::kHttpHeadersMax; ++i) {
        headers += "X: y\r\n";
    }
    Request request;
    RequestParser parser(request);
    EXPECT_FALSE(parser.parse_head(with(headers)));
    EXPECT_TRUE(parser.too_many_headers());
}

TEST(RequestParser, TakesTheTargetOfAProxyForWhatItIs) {
    const auto outcome =
        parse_request("GET http://office.example:80?x=1 HTTP/1.1\r\nHost: other\r\n\r\n");
    ASSERT_TRUE(outcome.good);
    EXPECT_EQ(outcome.request.raw_target, "/?x=1");
    EXPECT_EQ(outcome.request.headers.get("host"), "office.example:80");
    for (const std::string target :
         {"ftp://x/", "http:///a", "http://a@b/", "x:443", "*", "a", "http://", "//a/%zz"}) {
        EXPECT_FALSE(parse_request("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").good)
            << target;
    }
}

TEST(RequestParser, KnowsWhoStays) {
    const auto stays = [](const std::string& head) {
        Request request;
        RequestParser parser(request);
        EXPECT_TRUE(parser.parse_head(head)) << head;
        return parser.may_stay();
    };
    EXPECT_TRUE(stays("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    EXPECT_FALSE(stays("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    EXPECT_FALSE(stays("GET / HTTP/1.0\r\n\r\n"));
    EXPECT_TRUE(stays("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

// However the bytes are cut, the same request is read, and nothing beyond it.
RC_GTEST_PROP(RequestParser, ReadsTheSameInPiecesOfAnySize, ()) {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(
        rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
    std::string body;
    std::string chunks;
    for (const auto& piece : pieces) {
        if (!piece.empty()) {
            char size[20];
            std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
            chunks += size + piece + "\r\n";
            body += piece;
        }
    }
    const std::string request =
        with("Transfer-Encoding: chunked\r\n") + chunks + "0\r\n\r\nthe next one";
    const auto step = *rc::gen::inRange<std::size_t>(1, 40);
    const auto outcome = parse_request(request, step, SIZE_MAX);
    RC_ASSERT(outcome.good);
    RC_ASSERT(outcome.request.body == body);
    RC_ASSERT(outcome.rest == "the next one");
}

}  // namespace
}  // namespace taizhang::http
