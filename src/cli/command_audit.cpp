// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/limits.hpp"
#include "cli/context.hpp"
#include "service/identity/audit_log.hpp"

namespace taizhang::cli {
namespace {

struct AuditOptions {
    std::string data, actor, ledger, from, to;
    std::vector<std::string> actions;
    std::int64_t record = 0;
    std::size_t events_max = 50;
};

// Midnight in the office's own time.
Result<std::optional<Instant>> midnight(const std::string& text, int days_later) {
    constexpr std::int64_t kShanghai = 8 * 3'600'000;
    if (text.empty()) {
        return std::optional<Instant>();
    }
    const Date day = TZ_TRY(parse_date(text)).plus_days(days_later);
    return std::optional(Instant{day.days * kDayMilliseconds - kShanghai});
}

Result<int> show(const service::Session& session, const AuditOptions& options) {
    service::AuditRequest request;
    request.actor = options.actor;
    request.actions = options.actions;
    request.ledger = options.ledger;
    request.record = RecordId{options.record};
    request.from = TZ_TRY(midnight(options.from, 0));
    request.until = TZ_TRY(midnight(options.to, 1));
    std::size_t left = options.events_max;
    do {
        request.events_max = std::min(left, limits::kAuditPageEventsMax);
        const auto page = TZ_TRY(service::read_audit(session, request));
        for (const auto& event : page.events) {
            const auto* ledger = page.definitions->ledger(event.ledger);
            print(fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", event.seq, format_instant(event.at),
                              event.actor, service::audit_action_name(event.action),
                              ledger == nullptr ? "" : ledger->title.zh,
                              event.record ? std::to_string(event.record.value) : "", event.diff));
        }
        left -= page.events.size();
        request.before = page.next;
    } while (left > 0 && request.before > 0);
    return kDone;
}

}  // namespace

void add_audit(Context& context) {
    auto options = std::make_shared<AuditOptions>();
    auto* command = context.add("audit", "留痕：谁、何时、做了什么，新的在前", [&context, options] {
        return context.with_store(options->data, [&](const service::Session& session) {
            return show(session, *options);
        });
    });
    Context::add_data(command, options->data);
    command->add_option("--actor", options->actor, "谁");
    command->add_option("--action", options->actions, "做了什么，可写多次，如 signed_in");
    command->add_option("--ledger", options->ledger, "台账");
    command->add_option("--record", options->record, "条目的编号（id）");
    command->add_option("--from", options->from, "从哪天起")->type_name("DAY");
    command->add_option("--to", options->to, "到哪天止")->type_name("DAY");
    command->add_option("--limit", options->events_max, "最多几条")->capture_default_str();
}

}  // namespace taizhang::cli
