// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unicode/regex.h>

#include <memory>
#include <unordered_map>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/records/ledger_record.hpp"
#include "model/records/parse_value.hpp"

namespace taizhang::model {
namespace {

class RowChecker {
  public:
    RowChecker(const LedgerDefinition& ledger, const std::vector<Value>& values)
        : ledger_(ledger), values_(values) {}

    std::vector<Error> run() {
        for (std::size_t i = 0; i < ledger_.fields.size(); ++i) {
            check(ledger_.fields[i], values_[i]);
        }
        return std::move(errors_);
    }

  private:
    void complain(const FieldDefinition& field, const Value& value, std::string message,
                  std::string expected) {
        errors_.push_back(Error{
            ErrorCode::InvalidInput, std::move(message),
            fmt::format("rule of {} broken", field.name),
            SourcePlace{"", "", 0, field.name, shown_text(value, field), std::move(expected)}});
    }

    void check(const FieldDefinition& field, const Value& value) {
        const bool visible = !field.visible_if || field.visible_if->holds(values_);
        if (is_missing(value)) {
            if (field.required && visible && !field.retired) {
                complain(field, value, fmt::format("{}没有填", field.title.zh),
                         expected_text(field));
            }
            return;
        }
        if (!visible) {
            complain(field, value, fmt::format("此行不该填{}", field.title.zh),
                     fmt::format("留空，除非{}", field.visible_if->in_words(ledger_)));
        }
        check_bounds(field, value);
        if (is_text(field.type)) {
            check_text(field, value);
        }
        if (field.check && !field.check->rule.names_missing(values_) &&
            !field.check->rule.holds(values_)) {
            complain(field, value, field.check->message.zh, field.check->rule.in_words(ledger_));
        }
    }

    void check_bounds(const FieldDefinition& field, const Value& value) {
        const bool below = !is_missing(field.min) && value < field.min;
        const bool above = !is_missing(field.max) && field.max < value;
        if (below || above) {
            complain(field, value, fmt::format("{}太{}", field.title.zh, below ? "小" : "大"),
                     expected_text(field));
        }
    }

    void check_text(const FieldDefinition& field, const Value& value) {
        const auto& text = std::get<std::string>(value);
        if (character_count(text) > field.characters_max) {
            complain(field, Value{first_characters(text, 20) + "…"},
                     fmt::format("{}太长，有 {} 字", field.title.zh, character_count(text)),
                     fmt::format("不超过 {} 字", field.characters_max));
        }
        if (!field.pattern.empty() && !matches(field.pattern, text)) {
            complain(field, value, fmt::format("{}的写法不对", field.title.zh),
                     field.help.zh.empty() ? field.pattern : field.help.zh);
        }
    }

    // Compiled once a thread: a million rows share one pattern.
    static bool matches(const std::string& pattern, const std::string& text) {
        thread_local std::unordered_map<std::string, std::unique_ptr<icu::RegexPattern>> cache;
        auto& compiled = cache[pattern];
        UErrorCode status = U_ZERO_ERROR;
        if (!compiled) {
            compiled.reset(
                icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(pattern), 0, status));
        }
        const auto subject = icu::UnicodeString::fromUTF8(text);
        const std::unique_ptr<icu::RegexMatcher> matcher(compiled->matcher(subject, status));
        if (U_SUCCESS(status)) {
            // Whoever writes a pattern may not know how long it can take.
            matcher->setTimeLimit(limits::kPatternMillisecondsMax, status);
        }
        return U_SUCCESS(status) && matcher->matches(status) && U_SUCCESS(status);
    }

    const LedgerDefinition& ledger_;
    const std::vector<Value>& values_;
    std::vector<Error> errors_;
};

}  // namespace

std::vector<Error> check_values(const LedgerDefinition& ledger, const std::vector<Value>& values) {
    return RowChecker(ledger, values).run();
}

}  // namespace taizhang::model
