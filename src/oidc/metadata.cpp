// SPDX-License-Identifier: Apache-2.0
#include "oidc/metadata.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>

#include "oidc/json_text.hpp"
#include "oidc/web_address.hpp"

namespace taizhang::oidc {

namespace json = boost::json;

namespace {

tl::unexpected<Error> unusable(std::string why) {
    return fail(ErrorCode::Io, "登录服务器的配置不能用，请告诉管理员", std::move(why));
}

enum class Listed { NoList, Yes, No };

Listed listed(const json::object& document, std::string_view list, std::string_view wanted) {
    const auto* values = document.if_contains({list.data(), list.size()});
    if (values == nullptr || !values->is_array()) {
        return Listed::NoList;
    }
    for (const auto& value : values->get_array()) {
        const auto* text = value.if_string();
        if (text != nullptr && std::string_view(text->data(), text->size()) == wanted) {
            return Listed::Yes;
        }
    }
    return Listed::No;
}

// At the issuer's own host and port: what it says of itself sends us to nobody else.
Result<std::string> endpoint(const json::object& document, std::string_view name,
                             const WebAddress& issuer) {
    const auto address = parse_web_address(text_of(document, name));
    if (!address || address->scheme != issuer.scheme || address->host != issuer.host ||
        address->port != issuer.port) {
        return unusable(fmt::format("{} is not at the issuer's host", name));
    }
    return address->text;
}

}  // namespace

std::string metadata_address(const std::string& issuer) {
    return issuer + (issuer.ends_with('/') ? "" : "/") + ".well-known/openid-configuration";
}

Result<Metadata> read_metadata(std::string_view text, const std::string& issuer) {
    const auto document = parse_object(text);
    if (!document) {
        return unusable("metadata is no object");
    }
    if (text_of(*document, "issuer") != issuer) {
        return unusable("metadata of another issuer");
    }
    if (listed(*document, "response_types_supported", "code") == Listed::No) {
        return unusable("no code flow");
    }
    if (listed(*document, "code_challenge_methods_supported", "S256") == Listed::No) {
        return unusable("no PKCE with S256");
    }
    const auto at = TZ_TRY(parse_web_address(issuer));
    Metadata metadata;
    metadata.authorization_endpoint = TZ_TRY(endpoint(*document, "authorization_endpoint", at));
    metadata.token_endpoint = TZ_TRY(endpoint(*document, "token_endpoint", at));
    metadata.keys_endpoint = TZ_TRY(endpoint(*document, "jwks_uri", at));
    constexpr std::string_view kMethods = "token_endpoint_auth_methods_supported";
    if (listed(*document, kMethods, "client_secret_basic") == Listed::No &&
        listed(*document, kMethods, "client_secret_post") == Listed::Yes) {
        metadata.authentication = ClientAuthentication::Post;
    }
    const auto* names = document->if_contains("authorization_response_iss_parameter_supported");
    metadata.names_itself = names != nullptr && names->is_bool() && names->get_bool();
    return metadata;
}

}  // namespace taizhang::oidc
