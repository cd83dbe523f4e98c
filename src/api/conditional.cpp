// SPDX-License-Identifier: Apache-2.0
#include "api/conditional.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <charconv>

#include "base/digest.hpp"

namespace taizhang::api {

namespace json = boost::json;

Answer problem_answer(const Problem& problem) {
    Answer answer;
    answer.raw = to_response(problem);
    return answer;
}

std::string revision_tag(std::int64_t revision) {
    return fmt::format("\"{}\"", revision);
}

std::optional<std::int64_t> seen_version(const Call& call) {
    const auto tag = call.request.headers.get("If-Match");
    std::int64_t version = 0;
    if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') {
        return std::nullopt;
    }
    const char* end = tag.data() + tag.size() - 1;
    const auto [read, error] = std::from_chars(tag.data() + 1, end, version);
    return error == std::errc{} && read == end ? std::optional(version) : std::nullopt;
}

Answer version_required() {
    Problem problem;
    problem.status = 428;
    problem.code = "precondition_required";
    problem.detail = "要用 If-Match 写明看到的是哪一版，即读取时的 ETag";
    return problem_answer(problem);
}

Answer tagged(const Call& call, Answer answer, const std::string& tag) {
    if (call.request.headers.get("If-None-Match") == tag) {
        answer = Answer{304, {}, {}, {}};
    }
    answer.headers.set("ETag", tag);
    return answer;
}

Answer tagged(const Call& call, Answer answer) {
    constexpr std::size_t kLength = 32;  // half of the digest: nobody makes two that agree
    const auto digest = to_hex(sha256(boost::json::serialize(answer.body)));
    return tagged(call, std::move(answer), "\"" + digest.substr(0, kLength) + "\"");
}

Answer outdated_answer(const Call& call, std::string detail, json::object current,
                       std::int64_t revision) {
    Problem problem;
    problem.status = 412;
    problem.code = "outdated";
    problem.detail = std::move(detail);
    problem.more["current"] = std::move(current);
    problem.more["yours"] = call.body.is_null() ? json::value(json::object()) : call.body;
    auto answer = problem_answer(problem);
    answer.raw->headers.set("ETag", revision_tag(revision));
    return answer;
}

}  // namespace taizhang::api
