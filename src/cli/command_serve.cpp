// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "cli/context.hpp"
#include "cli/oidc_settings.hpp"

namespace taizhang::cli {
namespace {

void say_started(const std::string& address, const std::string& token) {
    say(token.empty() ? "正在服务，按 Ctrl-C 停下。用账号登录"
                      : "正在服务，按 Ctrl-C 停下。还没有账号：请求头里写 Authorization: Bearer "
                        "和下面的令牌");
    print(token.empty() ? address + "\n" : fmt::format("{}\n{}\n", address, token));
    std::fflush(stdout);  // a script waits for it
}

}  // namespace

void add_serve(Context& context) {
    struct Options {
        std::string data;
        std::string listen = "127.0.0.1:8080";
        std::string certificate, key;
        bool behind_proxy = false;
        OidcOptions oidc;
    };
    auto options = std::make_shared<Options>();
    auto* serve = context.add("serve", "提供 HTTP 接口", [&context, options] {
        return context.with_store(
            options->data, [&](const service::Session& session) -> Result<int> {
                const auto oidc = TZ_TRY(read_oidc_settings(options->oidc));
                TZ_TRY(context.environment().serve(
                    session.store,
                    {options->listen, context.environment().login_name, options->certificate,
                     options->key, options->behind_proxy, oidc, say_started}));
                return kDone;
            });
    });
    Context::add_data(serve, options->data);
    serve
        ->add_option("--listen", options->listen,
                     "地址和端口，默认 127.0.0.1:8080；端口 0 为任一空闲的")
        ->type_name("ADDRESS:PORT");
    auto* certificate =
        serve->add_option("--tls-cert", options->certificate, "证书，如 DIR/tls/server.crt")
            ->type_name("FILE");
    auto* key = serve->add_option("--tls-key", options->key, "证书的私钥")->type_name("FILE");
    certificate->needs(key);
    key->needs(certificate);
    serve->add_flag("--behind-proxy", options->behind_proxy,
                    "前面有加密的代理：信它的 X-Forwarded-For 和 X-Forwarded-Proto");
    add_oidc_options(serve, options->oidc);
}

}  // namespace taizhang::cli
