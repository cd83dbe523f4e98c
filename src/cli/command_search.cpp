// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <boost/json.hpp>

#include <memory>

#include "base/text.hpp"
#include "cli/context.hpp"
#include "service/search/search_records.hpp"

namespace taizhang::cli {
namespace {

namespace json = boost::json;

struct SearchOptions {
    std::string data, ledger, area, period;
    std::vector<std::string> words;
    std::int64_t before = 0;
    std::size_t limit = service::SearchRequest{}.results_max;
    bool json = false;
    bool rebuild = false;
};

std::string marked_text(const service::FoundText& text) {
    std::string line = text.field + "：";
    for (const auto& part : text.parts) {
        line += part.found ? "【" + part.text + "】" : part.text;
    }
    // One record is one line, whatever was typed into its fields.
    return replaced(replaced(replaced(line, "\r", ""), "\n", " "), "\t", " ");
}

void print_outcome(const service::SearchOutcome& outcome) {
    for (const auto& record : outcome.records) {
        std::vector<std::string> texts;
        for (const auto& text : record.texts) {
            texts.push_back(marked_text(text));
        }
        print(fmt::format("{}\t{}\t{}\t{}\t{}\n", record.ledger->title.zh, record.number,
                          format_date(record.happened_on), record.area, join(texts, "；")));
    }
    if (outcome.records.empty()) {
        say("没有找到。少写一两个字，或换一个词；也可写编号、电话后四位以上、姓名或地名的拼音首字"
            "母");
    } else if (outcome.more) {
        say(fmt::format("不止 {} 条，这是最近录入的。加 --before {} 看下一页，或多写一个词",
                        outcome.records.size(), outcome.records.back().id.value));
    } else {
        say(fmt::format("共 {} 条", outcome.records.size()));
    }
}

json::object record_json(const service::FoundRecord& record) {
    json::object object;
    object["id"] = std::to_string(record.id.value);
    object["ledger"] = record.ledger->name;
    object["ledger_title"] = record.ledger->title.zh;
    object["number"] = record.number;
    object["happened_on"] = format_date(record.happened_on);
    object["area"] = record.area;
    json::array texts;
    for (const auto& text : record.texts) {
        json::array parts;
        for (const auto& part : text.parts) {
            parts.push_back(json::object{{"text", part.text}, {"found", part.found}});
        }
        texts.push_back(json::object{{"field", text.field}, {"parts", std::move(parts)}});
    }
    object["texts"] = std::move(texts);
    return object;
}

void print_json(const service::SearchOutcome& outcome) {
    json::array records;
    for (const auto& record : outcome.records) {
        records.push_back(record_json(record));
    }
    json::object object;
    object["records"] = std::move(records);
    object["more"] = outcome.more;
    print(json::serialize(object) + "\n");
}

void say_progress(std::int64_t records) {
    say(fmt::format("正在编查找索引：{} 条", records));
}

Result<int> search_command(const service::Session& session, const SearchOptions& options) {
    if (options.rebuild) {
        const auto build = TZ_TRY(service::rebuild_search(session, say_progress));
        print(fmt::format("查找索引已重编，{} 条\n", build.records));
        if (options.words.empty()) {
            return kDone;
        }
    }
    service::SearchRequest request;
    request.words = join(options.words, " ");
    request.ledger = options.ledger;
    request.area = options.area;
    request.before = RecordId{options.before};
    request.results_max = options.limit;
    request.progress = say_progress;
    if (!options.period.empty()) {
        request.period = TZ_TRY(parse_period(options.period));
    }
    const auto outcome = TZ_TRY(service::search_records(session, request));
    if (options.json) {
        print_json(outcome);
    } else {
        print_outcome(outcome);
    }
    return kDone;
}

}  // namespace

void add_search(Context& context) {
    auto options = std::make_shared<SearchOptions>();
    auto* command = context.add("search", "在全部台账里查找", [&context, options] {
        return context.with_store(options->data, [&](const service::Session& session) {
            return search_command(session, *options);
        });
    });
    Context::add_data(command, options->data);
    command->add_option("WORDS", options->words,
                        "要找的词，几个词都要有：汉字、编号、金额、电话后几位、拼音首字母");
    command->add_option("--ledger", options->ledger, "只在这本台账里找，名称或中文名");
    command->add_option("--area", options->area, "只要这个区域的");
    command->add_option("--period", options->period, "只要这个时期的，如 2020H1");
    command->add_option("--limit", options->limit, "最多列几条")->capture_default_str();
    command->add_option("--before", options->before, "下一页：上一页末尾给出的数");
    command->add_flag("--json", options->json, "供程序读取");
    command->add_flag("--rebuild", options->rebuild, "重编查找索引");
}

}  // namespace taizhang::cli
