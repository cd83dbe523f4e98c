// SPDX-License-Identifier: Apache-2.0
#include "service/records/repeated_rows.hpp"

#include <fmt/format.h>

#include <cstring>

#include "model/records/parse_value.hpp"

namespace taizhang::service {
namespace {

std::int64_t first_bytes(const Digest& digest) {
    std::int64_t bytes = 0;
    std::memcpy(&bytes, digest.data(), sizeof(bytes));
    return bytes;
}

std::int64_t content_of(const model::LedgerDefinition& ledger, const ImportRow& row) {
    CanonicalBytes bytes;
    for (std::size_t i = 0; i < row.values.size(); ++i) {
        bytes.add(model::stored_text(row.values[i], ledger.fields[i]));
    }
    return first_bytes(bytes.digest());
}

std::int64_t identity_of(const model::LedgerDefinition& ledger, const ImportRow& row) {
    return row.number.empty()
               ? model::match_key(ledger, row.values)
               : first_bytes(CanonicalBytes().add("number").add(row.number).digest());
}

}  // namespace

void RepeatedRows::look(ImportRow& row, const ImportColumns& columns) {
    const bool known = !row.number.empty() || by_key_;
    if (!row.errors.empty() || row.zero_period || !known) {
        return;
    }
    const First own{row.line, content_of(ledger_, row)};
    const auto [first, added] = first_.emplace(identity_of(ledger_, row), own);
    row.repeated = !added && first->second.content == own.content;
    if (added || row.repeated || row.number.empty()) {
        return;
    }
    row.errors.push_back(Error{
        ErrorCode::Conflict, fmt::format("第 {} 行已用了这个编号，内容却不同", first->second.line),
        "number twice in the file",
        SourcePlace{"", "", row.line, columns.number ? columns.place(*columns.number) : "",
                    row.number, "每条一个编号，同一条只写一行"}});
}

}  // namespace taizhang::service
