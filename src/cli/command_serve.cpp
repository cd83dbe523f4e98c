// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "cli/context.hpp"
#include "cli/settings.hpp"

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
    auto given = std::make_shared<GivenSettings>();
    auto* serve = context.add("serve", "提供 HTTP 接口", [&context, given]() -> Result<int> {
        auto request = serve_request_of(TZ_TRY(settings_in_force(*given)));
        request.login_name = context.environment().login_name;
        request.started = say_started;
        context.say_attachments(request.attachments);
        return context.with_store(
            request.place,
            [&](const service::Session& session) -> Result<int> {
                request.files = session.files;
                TZ_TRY(context.environment().serve(session.store, request));
                return kDone;
            },
            request.sealing_key);
    });
    add_settings(serve, *given);
}

}  // namespace taizhang::cli
