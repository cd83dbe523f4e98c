// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <memory>

#include "base/clock.hpp"
#include "cli/context.hpp"
#include "cli/progress_line.hpp"
#include "service/doctor/doctor.hpp"

namespace taizhang::cli {
namespace {

namespace json = boost::json;
using service::Finding;
using service::Findings;
using service::Health;

struct DoctorOptions {
    std::string place;
    bool json = false;
};

std::string_view label(Health health) {
    switch (health) {
        case Health::Good:
            return "好";
        case Health::Notice:
            return "注意";
        default:
            return "不好";
    }
}

void print_lines(const Findings& findings) {
    for (const auto& one : findings) {
        print(fmt::format("{}\t{}\t{}\n", label(one.health), one.title, one.found));
        if (!one.advice.empty()) {
            print(fmt::format("\t\t→ {}\n", one.advice));
        }
    }
}

void print_json(const Findings& findings) {
    json::array all;
    for (const auto& one : findings) {
        all.push_back(json::object{{"name", one.name},
                                   {"health", service::health_name(one.health)},
                                   {"title", one.title},
                                   {"found", one.found},
                                   {"advice", one.advice}});
    }
    print(json::serialize(json::object{{"well", is_well(findings)}, {"findings", std::move(all)}}) +
          "\n");
}

void append(Findings& findings, Findings more) {
    findings.insert(findings.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.end()));
}

Finding cannot_open(const Error& error) {
    return {Health::Wrong, "store", "台账库", error.message, ""};
}

// What keeps a store from being opened is a finding too, and often the one that is looked for.
Findings examine_place(const Context& context, const std::string& place) try {
    const auto pending = context.environment().pending_migrations(place);
    if (!pending) {
        return {cannot_open(pending.error())};
    }
    if (!pending->empty()) {
        return {{Health::Wrong, "schema", "库的结构",
                 fmt::format("比程序旧，差 {} 步", pending->size()), "taizhang migrate"}};
    }
    Findings findings = {{Health::Good, "schema", "库的结构", "与程序一致", ""}};
    ProgressLine progress("", "");
    const auto go_on = [&] { return progress.show({}); };
    const auto opened =
        context.with_store(place, [&](const service::Session& session) -> Result<int> {
            const auto now = system_now();
            append(findings, TZ_TRY(service::examine_store(session, now, go_on)));
            append(findings, TZ_TRY(service::examine_attachments(session, now, go_on)));
            return kDone;
        });
    if (!opened) {
        findings.push_back(cannot_open(opened.error()));
    }
    return findings;
} catch (const std::exception& error) {
    return {{Health::Wrong, "store", "台账库", fmt::format("打不开：{}", error.what()),
             "检查磁盘、权限和数据库是否在运行；库文件损坏的，用最近的备份恢复"}};
}

Findings examine(const Context& context, const std::string& place) {
    Findings findings;
    const bool folder = place.find("://") == std::string::npos;
    if (folder && std::filesystem::is_directory(place)) {
        append(findings, service::examine_folder(place));
    }
    append(findings, examine_place(context, place));
    if (folder) {
        append(findings,
               service::examine_certificate(context.environment().certificate_until(place),
                                            civil_date(system_now())));
    }
    append(findings, service::examine_machine());
    return findings;
}

}  // namespace

void add_doctor(Context& context) {
    auto options = std::make_shared<DoctorOptions>();
    auto* command =
        context.add("doctor", "检查库和机器有没有隐患，说明怎么办", [&context, options] {
            const auto findings = examine(context, Context::given(options->place));
            options->json ? print_json(findings) : print_lines(findings);
            return Result<int>(service::is_well(findings) ? kDone : kFailed);
        });
    Context::add_data(command, options->place);
    context.add_attachments(command);
    command->add_flag("--json", options->json, "打印 JSON，供程序读取");
}

}  // namespace taizhang::cli
