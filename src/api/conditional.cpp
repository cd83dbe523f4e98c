// SPDX-License-Identifier: Apache-2.0
#include "api/conditional.hpp"

#include <fmt/format.h>

#include <charconv>

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

std::optional<std::int64_t> expected_revision(const Call& call) {
    const auto tag = call.request.headers.get("If-Match");
    std::int64_t revision = 0;
    if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') {
        return std::nullopt;
    }
    const auto [end, error] =
        std::from_chars(tag.data() + 1, tag.data() + tag.size() - 1, revision);
    return error == std::errc{} && end == tag.data() + tag.size() - 1 ? std::optional(revision)
                                                                      : std::nullopt;
}

Answer revision_required() {
    Problem problem;
    problem.status = 428;
    problem.code = "precondition_required";
    problem.detail = "要用 If-Match 写明看到的是哪一版，即读取时的 ETag";
    return problem_answer(problem);
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
