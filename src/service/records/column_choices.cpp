// SPDX-License-Identifier: Apache-2.0
#include "service/records/column_choices.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "service/records/import_columns.hpp"

namespace taizhang::service {
namespace {

constexpr std::string_view kKind = "columns";

Result<std::string> named_field(const model::LedgerDefinition& ledger, const std::string& name) {
    std::vector<std::string> titles;
    for (const auto& field : ledger.fields) {
        if (!field.retired && (field.name == name || same_header(field.title.zh, name))) {
            return field.name;
        }
        titles.push_back(field.title.zh);
    }
    return fail_at(
        ErrorCode::InvalidInput,
        SourcePlace{"", "", 0, "", name, nearest(name, titles).value_or(join(titles, "、"))},
        fmt::format("台账“{}”没有字段“{}”", ledger.title.zh, name), "no such field");
}

store::StoredDefinition stored_choices(store::ReadTx& tx, const std::string& ledger) {
    store::StoredDefinition fresh;
    for (auto& definition : tx.definitions()) {
        fresh.id = std::max(fresh.id, definition.id);
        if (definition.kind == kKind && definition.name == ledger) {
            return std::move(definition);
        }
    }
    fresh.kind = kKind;
    fresh.name = ledger;
    fresh.id += 1;
    fresh.version = 0;
    fresh.json = "{}";
    return fresh;
}

// A new version of the choices, and the event that says who made it.
Result<void> change_choices(store::WriteTx& tx, const model::LedgerDefinition& ledger,
                            const std::string& actor,
                            const std::function<void(ColumnChoices&)>& change) {
    auto stored = stored_choices(tx, ledger.name);
    const auto before = TZ_TRY(choices_from_json(stored.json));
    ColumnChoices after = before;
    change(after);
    if (after == before) {
        return {};
    }
    if (after.size() > limits::kColumnChoicesMax) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("一本台账记住的列不超过 {} 个", limits::kColumnChoicesMax),
                    "too many column choices");
    }
    boost::json::object json;
    for (const auto& [header, field] : after) {
        json[header] = field;
    }
    stored.json = boost::json::serialize(json);
    ++stored.version;
    tx.put_definition(stored);
    store::AuditEvent event;
    event.actor = actor;
    event.action = store::AuditAction::ColumnsChosen;
    const auto definitions = TZ_TRY(load_definitions(tx));
    event.ledger = definitions->catalog.id_of(ledger);
    event.diff = stored.json;
    tx.append_event(std::move(event));
    return {};
}

}  // namespace

Result<ColumnChoices> read_column_choices(const model::LedgerDefinition& ledger,
                                          const std::vector<std::string>& bindings) {
    ColumnChoices choices;
    for (const auto& binding : bindings) {
        const auto equals = binding.rfind('=');
        const std::string header = trimmed(binding.substr(0, equals));
        if (equals == std::string::npos || header.empty()) {
            return fail_at(ErrorCode::InvalidInput,
                           SourcePlace{"", "", 0, "", binding, "--column \"表头=字段\""},
                           "列的对应写法不对", "bad column binding");
        }
        choices[header] = TZ_TRY(named_field(ledger, trimmed(binding.substr(equals + 1))));
    }
    return choices;
}

Result<void> remember_columns(store::Store& store, const model::LedgerDefinition& ledger,
                              const ColumnChoices& choices, const std::string& actor) {
    if (choices.empty()) {
        return {};
    }
    return store.write([&](store::WriteTx& tx) {
        return change_choices(tx, ledger, actor, [&](ColumnChoices& known) {
            for (const auto& [header, field] : choices) {
                known[header] = field;
            }
        });
    });
}

Result<std::vector<ColumnChoiceRow>> list_column_choices(const Session& session,
                                                         const std::string& ledger_name) {
    TZ_TRY(access::authorize(session.principal, access::Permission::ReadFigures));
    const auto definitions = TZ_TRY(load_definitions(session));
    const auto* wanted =
        ledger_name.empty() ? nullptr : TZ_TRY(definitions->catalog.ledger(ledger_name));
    std::vector<ColumnChoiceRow> rows;
    for (const auto& ledger : definitions->catalog.pack.ledgers) {
        const auto choices = definitions->column_choices.find(ledger.name);
        if (choices == definitions->column_choices.end() ||
            (wanted != nullptr && wanted != &ledger)) {
            continue;
        }
        for (const auto& [header, field] : choices->second) {
            const auto index = ledger.field_index(field);
            rows.push_back({ledger.title.zh, header, field,
                            index ? ledger.fields[*index].title.zh : "（字段已没有）"});
        }
    }
    return rows;
}

Result<void> forget_column(const Session& session, const std::string& ledger_name,
                           const std::string& header) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::ImportRecords));
    const auto definitions = TZ_TRY(load_definitions(session));
    const auto* ledger = TZ_TRY(definitions->catalog.ledger(ledger_name));
    return session.store.write([&](store::WriteTx& tx) -> Result<void> {
        bool known = false;
        TZ_TRY(change_choices(tx, *ledger, grant.actor(),
                              [&](ColumnChoices& choices) { known = choices.erase(header) > 0; }));
        if (!known) {
            return fail(ErrorCode::NotFound,
                        fmt::format("没有记住列“{}”。taizhang columns 列出记住的列", header),
                        "no such column choice");
        }
        return {};
    });
}

}  // namespace taizhang::service
