// SPDX-License-Identifier: Apache-2.0
#include "service/pack/check_stored.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/limits.hpp"
#include "service/pack/stored_documents.hpp"

namespace taizhang::service {

using model::DefinitionDocument;
using model::FieldDefinition;
using model::FieldRole;
using model::LedgerDefinition;
using model::Sensitivity;

namespace {

using Kind = DefinitionDocument::Kind;

// One ledger as it is and as it is to be.
class LedgerComparer {
  public:
    LedgerComparer(const LedgerDefinition& before, const LedgerDefinition& after,
                   const DefinitionDocument& document, model::PackProblems& problems)
        : before_(before), after_(after), document_(document), problems_(problems) {}

    // Whatever the records: the columns of the table are there.
    void check_columns() {
        for (const auto& field : before_.fields) {
            const auto index = after_.field_index(field.name);
            if (!index) {
                refuse(field.name, "不见了", "不再用的字段写 retired: true");
                continue;
            }
            const auto& now = after_.fields[*index];
            if (now.type != field.type || model::scale_of(now) != model::scale_of(field) ||
                now.role != field.role || now.reference_to != field.reference_to) {
                refuse(field.name, "改了类型", "停用旧字段，另加一个新字段");
            }
            // What is in the rows and their history is sealed, or not, for good.
            if (model::is_personal(now) != model::is_personal(field)) {
                refuse(field.name,
                       model::is_personal(now) ? "以前没有标为个人信息" : "不再是个人信息",
                       "停用旧字段，另加一个新字段");
            }
            for (const auto& choice : field.choices) {
                if (now.choice(choice.code) == nullptr) {
                    refuse(field.name, fmt::format("少了选项 {}", choice.code), "用过的选项要留着");
                }
            }
        }
    }

    // What the digests, match keys and histories of its rows hang on.
    void check_rows() {
        if (after_.key != before_.key) {
            complain(line_of("key"), fmt::format("台账 {} 已有条目，key 不能再改", before_.name),
                     "和原来一样");
        }
        std::size_t last = 0;
        for (const auto& field : before_.fields) {
            const auto index = after_.field_index(field.name);
            if (!index) {
                continue;
            }
            if (*index < last) {
                refuse(field.name, "换了位置", "已有的字段保持原来的先后，新字段可以插在中间");
            }
            last = std::max(last, *index);
        }
        for (const auto& field : after_.fields) {
            // These are columns that every row has already filled.
            const bool common = field.role == FieldRole::Area || field.role == FieldRole::Status;
            if (common && !before_.field_index(field.name)) {
                refuse(field.name, "已有条目，不能再加这个 role", "去掉 role，作为普通字段");
            }
        }
    }

  private:
    std::size_t line_of(std::string_view key) const {
        const auto* node = document_.node.find(key);
        return node == nullptr ? document_.node.line : node->line;
    }

    std::size_t line_of_field(const std::string& name) const {
        for (const auto& field : document_.node.find("fields")->items) {
            const auto* called = field.find("name");
            if (called != nullptr && called->scalar == name) {
                return field.line;
            }
        }
        return line_of("fields");
    }

    void refuse(const std::string& field, std::string_view what, std::string_view instead) {
        complain(line_of_field(field),
                 fmt::format("台账 {} 的字段 {} {}", before_.name, field, what),
                 std::string(instead));
    }

    void complain(std::size_t line, std::string message, std::string expected) {
        if (problems_.errors.size() < limits::kPackErrorsMax) {
            problems_.errors.push_back(
                Error{ErrorCode::Conflict, std::move(message), "stored records forbid it",
                      SourcePlace{document_.file, "", line, "", "", std::move(expected)}});
        }
    }

    const LedgerDefinition& before_;
    const LedgerDefinition& after_;
    const DefinitionDocument& document_;
    model::PackProblems& problems_;
};

// Retired ledgers keep their tables, and the numbers of their records.
void check_prefixes(const std::vector<store::StoredDefinition>& stored, const model::Pack& before,
                    CheckedPack& checked) {
    std::map<std::string, std::string> retired;
    for (const auto& definition : stored) {
        if (definition.retired && definition.kind == "ledger" &&
            checked.pack.ledger(definition.name) == nullptr) {
            retired.emplace(before.ledger(definition.name)->number_prefix, definition.name);
        }
    }
    for (const auto& document : checked.documents) {
        const auto* prefix = document.kind == Kind::Ledger ? document.node.find("number") : nullptr;
        const auto taken = prefix == nullptr ? retired.end() : retired.find(prefix->scalar);
        if (taken != retired.end()) {
            checked.problems.errors.push_back(
                Error{ErrorCode::Conflict,
                      fmt::format("编号前缀“{}”是停用的台账 {} 的", prefix->scalar, taken->second),
                      "prefix of a retired ledger",
                      SourcePlace{document.file, "", prefix->line, "", prefix->scalar,
                                  "换一个前缀，或恢复那本台账"}});
        }
    }
}

}  // namespace

bool has_records(store::ReadTx& tx, const store::LedgerTable& table) {
    store::RecordQuery query;
    query.table = table;
    query.scope = &model::kEverything;
    query.deleted = store::Deleted::Include;
    return tx.find_record(query).has_value();
}

void check_stored(store::ReadTx& tx, const std::vector<store::StoredDefinition>& stored,
                  const model::Pack& before, CheckedPack& checked) {
    if (!checked.problems.empty()) {
        return;
    }
    std::map<std::string, const store::StoredDefinition*> known;
    for (const auto& definition : stored) {
        if (definition.kind == "ledger") {
            known.emplace(definition.name, &definition);
        }
    }
    for (const auto& document : checked.documents) {
        const auto found = known.find(document.name);
        if (document.kind != Kind::Ledger || found == known.end() ||
            found->second->json == model::to_json(document.node)) {
            continue;
        }
        const auto& was = *before.ledger(document.name);
        LedgerComparer comparer(was, *checked.pack.ledger(document.name), document,
                                checked.problems);
        comparer.check_columns();
        if (has_records(tx, {LedgerId{found->second->id}, &was})) {
            comparer.check_rows();
        }
    }
    check_prefixes(stored, before, checked);
}

}  // namespace taizhang::service
