// SPDX-License-Identifier: Apache-2.0
#include "api/identity/authenticator.hpp"

#include "api/identity/credentials.hpp"
#include "base/clock.hpp"
#include "service/identity/password.hpp"

namespace taizhang::api {

std::string new_operator_token() {
    return service::random_secret();
}

AccountAuthenticator::AccountAuthenticator(store::Store& store, Options options)
    : store_(store),
      options_(std::move(options)),
      definitions_(std::make_shared<service::DefinitionsCache>()) {}

Result<std::optional<service::Caller>> AccountAuthenticator::who(const http::RequestHead& head) {
    const service::Session anyone{store_, {}, definitions_};
    if (const auto token = shown_token(head); !token.empty()) {
        if (!options_.operator_token.empty() &&
            service::same_secret(token, options_.operator_token)) {
            service::Caller caller;
            caller.principal = access::local_operator(options_.operator_name);
            return std::optional(std::move(caller));
        }
        return std::optional(TZ_TRY(service::caller_of_token(anyone, token, system_now())));
    }
    if (const auto secret = shown_session(head); !secret.empty()) {
        return std::optional(TZ_TRY(service::caller_of_session(anyone, secret, system_now())));
    }
    if (!head.headers.get("Authorization").empty()) {
        return fail(ErrorCode::Forbidden, "只认 Authorization: Bearer 和登录后的 Cookie",
                    "unknown scheme");
    }
    return std::optional<service::Caller>();
}

}  // namespace taizhang::api
