// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "http/message.hpp"
#include "service/identity/caller.hpp"

namespace taizhang::api {

// For whoever starts a server that has no accounts yet.
std::string new_operator_token();

// Who sends a request: by the cookie of a session or by a token. For many threads.
class Authenticator {
  public:
    virtual ~Authenticator() = default;
    // None where nothing is shown; an error where what is shown is not valid.
    virtual Result<std::optional<service::Caller>> who(const http::RequestHead& head) = 0;
};

class AccountAuthenticator : public Authenticator {
  public:
    struct Options {
        // Of whoever started a server that has no accounts yet; empty: nobody's.
        std::string operator_token;
        std::string operator_name;
    };

    AccountAuthenticator(store::Store& store, Options options);
    Result<std::optional<service::Caller>> who(const http::RequestHead& head) override;

  private:
    store::Store& store_;
    Options options_;
    std::shared_ptr<service::DefinitionsCache> definitions_;
};

}  // namespace taizhang::api
