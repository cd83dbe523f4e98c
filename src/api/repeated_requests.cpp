// SPDX-License-Identifier: Apache-2.0
#include "api/repeated_requests.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api/forms.hpp"
#include "api/problem.hpp"
#include "base/clock.hpp"
#include "base/iso_instant.hpp"
#include "base/limits.hpp"
#include "service/once.hpp"
#include "service/records/import_writer.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

Answer problem_answer(int status, std::string code, std::string detail) {
    Problem problem;
    problem.status = status;
    problem.code = std::move(code);
    problem.detail = std::move(detail);
    Answer answer;
    answer.raw = to_response(problem);
    return answer;
}

Answer still_running() {
    auto answer = problem_answer(409, "in_progress", "同一个请求正在办理，请稍后再问结果");
    answer.raw->headers.set("Retry-After", std::to_string(limits::kIdempotencyRetrySeconds));
    return answer;
}

// The sender forgot to make a new key; whether he means the old request or the new one only he
// knows.
Answer other_content() {
    return problem_answer(422, "idempotency_key_reused",
                          "这个 Idempotency-Key 已用于另一个请求。内容变了就换一个新的");
}

Answer shown_before(const store::KeptRequest& kept) {
    auto answer = problem_answer(
        409, "already_done",
        fmt::format("这个请求已在 {} 办成，没有再办一次。当时的回答里有只显示一次的内容，没有保存；"
                    "没有收到的，撤销或重设后换一个 Idempotency-Key 再办",
                    format_iso_instant(kept.kept_at)));
    return answer;
}

tl::unexpected<Error> bad_key(std::string_view given, std::string message) {
    return fail_at(ErrorCode::InvalidInput,
                   SourcePlace{"", "", 0, std::string(kIdempotencyHeader),
                               std::string(given.substr(0, limits::kQuotedCharactersMax)),
                               "每个请求新的一个，如 UUID"},
                   std::move(message), "bad idempotency key");
}

bool is_printable(char c) {
    return c >= ' ' && c <= '~';
}

// The text of a quoted string; as it is where it has no quotes.
std::optional<std::string> unquoted(std::string_view text) {
    if (!text.starts_with('"')) {
        return std::string(text);
    }
    if (text.size() < 2 || !text.ends_with('"')) {
        return std::nullopt;
    }
    std::string plain;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == '"') {
            return std::nullopt;
        }
        if (text[i] == '\\') {
            ++i;
            if (i + 1 == text.size() || (text[i] != '"' && text[i] != '\\')) {
                return std::nullopt;
            }
        }
        plain += text[i];
    }
    return plain;
}

// All that decides what the request does.
Result<std::string> content_of(const Call& call) {
    CanonicalBytes bytes;
    if (call.form != nullptr) {
        bytes.append(form_content(*call.form));  // whatever boundary lies between its parts
    } else if (!call.request.body_file.empty()) {
        bytes.add(TZ_TRY(service::file_digest(call.request.body_file)));
    }
    bytes.add(http::method_name(call.request.method)).add(call.request.raw_target);
    bytes.add(call.request.headers.get("If-Match")).add(call.request.body);
    return bytes.bytes();
}

Result<Answer> answered_again(const Route& route, const Call& call, const service::OnceKey& key,
                              const store::KeptRequest& kept) {
    if (kept.fingerprint != key.fingerprint) {
        return other_content();
    }
    if (route.kept == Kept::Mark) {
        return shown_before(kept);
    }
    return route.again ? route.again(call, kept) : Result<Answer>(Answer{route.status, {}, {}, {}});
}

}  // namespace

Result<std::optional<std::string>> idempotency_key(const http::Headers& headers) {
    std::optional<std::string_view> given;
    for (const auto& header : headers) {
        if (http::same_header_name(header.name, kIdempotencyHeader)) {
            if (given) {
                return bad_key(header.value, "Idempotency-Key 只能有一个");
            }
            given = header.value;
        }
    }
    if (!given) {
        return std::optional<std::string>();
    }
    auto key = unquoted(*given);
    if (!key || key->empty() || key->size() > limits::kIdempotencyKeyCharactersMax ||
        !std::all_of(key->begin(), key->end(), is_printable)) {
        return bad_key(*given, fmt::format("Idempotency-Key 要有 1 到 {} 个可打印的 ASCII 字符",
                                           limits::kIdempotencyKeyCharactersMax));
    }
    return key;
}

// While it lives, nobody else carries out the same.
class RepeatedRequests::UnderWay {
  public:
    UnderWay(RepeatedRequests& requests, const Digest& id) : requests_(requests), id_(id) {
        const std::lock_guard lock(requests_.mutex_);
        first_ = requests_.under_way_.insert(id_).second;
    }
    ~UnderWay() {
        if (first_) {
            const std::lock_guard lock(requests_.mutex_);
            requests_.under_way_.erase(id_);
        }
    }
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;

    bool first() const { return first_; }

  private:
    RepeatedRequests& requests_;
    Digest id_;
    bool first_ = false;
};

Result<Answer> RepeatedRequests::answer(const Route& route, const Call& call) {
    if (route.kept == Kept::Nothing) {
        return route.handle(call);
    }
    const auto given = idempotency_key(call.request.headers);
    if (!given) {
        return problem_answer(400, "bad_idempotency_key", given.error().message);
    }
    if (!*given) {
        return route.handle(call);
    }
    const auto key = service::once_key(call.caller, route.name, **given, TZ_TRY(content_of(call)));
    const UnderWay mine(*this, key.id);
    if (!mine.first()) {
        return still_running();
    }
    auto& store = call.session.store;
    if (const auto kept = TZ_TRY(service::find_done(store, key, system_now()))) {
        return answered_again(route, call, key, *kept);
    }
    service::OnceStore once(store, key);
    const service::Session session{once, call.session.principal, call.session.definitions,
                                   call.session.files};
    auto outcome =
        route.handle(Call{call.request, session, call.caller, call.address, call.encrypted,
                          call.provider, call.jobs, call.changes, call.path, call.body, call.form});
    if (!outcome && once.done_by_other()) {  // by another server of the same database
        if (const auto kept = TZ_TRY(service::find_done(store, key, system_now()))) {
            return answered_again(route, call, key, *kept);
        }
    }
    return outcome;
}

}  // namespace taizhang::api
