// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "cli/context.hpp"

namespace taizhang::cli {
namespace {

void say_started(const std::string& address, const std::string& token) {
    say("正在服务，按 Ctrl-C 停下。请求头里写 Authorization: Bearer 和下面的令牌");
    print(fmt::format("{}\n{}\n", address, token));
    std::fflush(stdout);  // a script waits for it
}

}  // namespace

void add_serve(Context& context) {
    struct Options {
        std::string data;
        std::string listen = "127.0.0.1:8080";
    };
    auto options = std::make_shared<Options>();
    auto* serve = context.add("serve", "在本机提供 HTTP 接口", [&context, options] {
        return context.with_store(
            options->data, [&](const service::Session& session) -> Result<int> {
                TZ_TRY(context.environment().serve(
                    session.store,
                    {options->listen, context.environment().login_name, say_started}));
                return kDone;
            });
    });
    Context::add_data(serve, options->data);
    serve
        ->add_option("--listen", options->listen,
                     "地址和端口，默认 127.0.0.1:8080；端口 0 为任一空闲的")
        ->type_name("ADDRESS:PORT");
}

}  // namespace taizhang::cli
