// SPDX-License-Identifier: Apache-2.0
// The keys that personal values are sealed with.
#include <fmt/format.h>

#include <memory>

#include "base/text.hpp"
#include "cli/context.hpp"
#include "cli/progress_line.hpp"
#include "service/sealing/change_key.hpp"

namespace taizhang::cli {
namespace {

struct KeyOptions {
    std::string place, file, suite;
};

Result<int> create_key_file(const Context& context, const KeyOptions& options) {
    const auto made = TZ_TRY(context.environment().create_key(options.file, options.suite));
    print(fmt::format("{}\t{}\n", made.file, made.key));
    say("另存一份，不要和备份放在一起：没有它，个人信息就读不出来");
    return kDone;
}

// That the store could be opened says that the keys are the right ones.
Result<int> check_key(const service::Session& session) {
    store::SealingState state;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        state = tx.sealing();
        return {};
    }));
    for (const auto& key : state.keys) {
        print(fmt::format("{}\t{}\t{}\t{}\n", service::key_text(key), service::key_suite_text(key),
                          format_instant(key.made_at), key.current ? "在用" : "只读"));
    }
    say(fmt::format("{} 里的密钥能读这个库，库里用到 {}", state.file, join(state.needed, "、")));
    if (state.pass) {
        say("换密钥没有做完，taizhang key rotate 接着换");
    }
    return state.pass ? kNotSound : kDone;
}

Result<int> rotate_key(const service::Session& session, const KeyOptions& options) {
    const auto suite = TZ_TRY(service::key_suite(options.suite));
    ProgressLine progress("已换", "行");
    const auto outcome = service::change_key(session, suite, progress.report());
    progress.clear();
    if (!outcome) {
        return tl::unexpected(outcome.error());
    }
    print(fmt::format("{}密钥 {}，重新加密 {} 行\n", outcome->went_on ? "接着换完了：" : "已换",
                      outcome->key, outcome->rows));
    say("密钥文件变了，另存一份新的；旧备份还要用到旧密钥，它也在文件里");
    if (outcome->damaged > 0) {
        say(fmt::format("{} 行的密文打不开，没有动它们。taizhang verify 说是哪些",
                        outcome->damaged));
    }
    return outcome->damaged > 0 ? kNotSound : kDone;
}

}  // namespace

void add_key(Context& context) {
    auto* group = context.add_group("key", "加密个人信息的密钥");
    auto made = std::make_shared<KeyOptions>();
    auto* create_command =
        context.add_to(group, "create", "造一个密钥文件，给以后的库用",
                       [&context, made] { return create_key_file(context, *made); });
    create_command->add_option("FILE", made->file, "写到哪个文件，不覆盖已有的")->required();
    Context::add_suite(create_command, made->suite);
    auto checked = std::make_shared<KeyOptions>();
    auto* check_command = context.add_to(
        group, "check", "密钥对不对，库里用到哪些",
        [&context, checked] { return context.with_store(checked->place, check_key); });
    Context::add_data(check_command, checked->place);
    auto rotated = std::make_shared<KeyOptions>();
    auto* rotate_command = context.add_to(
        group, "rotate", "换一把密钥，把库里的个人信息重新加密，不用停下服务", [&context, rotated] {
            return context.with_store(rotated->place, [&](const service::Session& session) {
                return rotate_key(session, *rotated);
            });
        });
    Context::add_data(rotate_command, rotated->place);
    Context::add_suite(rotate_command, rotated->suite);
}

}  // namespace taizhang::cli
