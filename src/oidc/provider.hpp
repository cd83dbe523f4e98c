// SPDX-License-Identifier: Apache-2.0
// A provider of identities: OpenID Connect, the code flow with PKCE (S256). What it says of itself
// and its keys are fetched when they are first needed, and kept for a while.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "http/outbound.hpp"
#include "http/token_buckets.hpp"
#include "oidc/attempt.hpp"
#include "oidc/id_token.hpp"
#include "oidc/metadata.hpp"

namespace taizhang::oidc {

struct Settings {
    std::string issuer;
    std::string client_id;
    std::string client_secret;  // empty: a public client
    std::string redirect;       // the whole address of the callback, as the provider knows it
};

// The parameters of a callback, as the browser brings them; empty for none.
struct Callback {
    std::string state;
    std::string code;
    std::string issuer;  // RFC 9207
    std::string error;
};

// For many threads, which may wait for the provider.
class Provider {
  public:
    using Fetch = std::function<Result<http::OutboundAnswer>(const http::OutboundRequest&)>;
    using Clock = std::function<Instant()>;

    // InvalidInput where a setting is missing or no web address. Asks nobody yet.
    static Result<std::unique_ptr<Provider>> create(Settings settings, Fetch fetch, Clock clock);

    // Where the browser is sent to. Busy: the provider cannot be reached; Io: it says what cannot
    // be used.
    Result<std::string> sign_in_url(const Attempt& attempt);
    // Who came back. Conflict: nobody, or not from this attempt, so that the provider was not
    // asked; Forbidden: what it was asked or said is not right, and the log says why; Busy and Io
    // as above.
    Result<Identity> finish(const Attempt& attempt, const Callback& callback);

  private:
    template <typename T>
    struct Kept {
        std::shared_ptr<const T> value;
        Instant fetched;  // or tried
    };

    Provider(Settings settings, Fetch fetch, Clock clock);
    Result<std::shared_ptr<const Metadata>> metadata();
    // Whether a key that is not known may be asked for; whoever forges tokens names many.
    bool may_refetch();
    Result<std::shared_ptr<const KeySet>> keys(const Metadata& metadata, const TokenHead& head);
    Result<std::string> exchange(const Metadata& metadata, const Attempt& attempt,
                                 const std::string& code) const;
    // Busy: no answer of any use, for whatever reason.
    Result<http::OutboundAnswer> ask(const http::OutboundRequest& request) const;
    Result<std::string> get(const std::string& url) const;
    bool is_older(Instant moment, std::int64_t seconds) const;

    Settings settings_;
    Fetch fetch_;
    Clock clock_;
    // Held while one of them is fetched: all who wait for it need it.
    std::mutex mutex_;
    Kept<Metadata> metadata_;
    Kept<KeySet> keys_;
    http::TokenBuckets refetches_;
};

}  // namespace taizhang::oidc
