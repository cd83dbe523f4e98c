// SPDX-License-Identifier: Apache-2.0
#include "service/records/repeated_rows.hpp"

#include <cstring>

#include "base/limits.hpp"

namespace taizhang::service {
namespace {

std::int64_t first_bytes(const Digest& digest) {
    std::int64_t bytes = 0;
    std::memcpy(&bytes, digest.data(), sizeof(bytes));
    return bytes;
}

}  // namespace

std::int64_t number_key(const std::string& number) {
    return first_bytes(CanonicalBytes().add("number").add(number).digest());
}

void RepeatedRows::look(ImportRow& row) {
    // Equal rows of a ledger without a key are as many records.
    const bool known = !row.number.empty() || !ledger_.key.empty();
    if (!row.errors.empty() || row.zero_period || !known) {
        return;
    }
    const std::int64_t key = row.number.empty() ? row.match_key : number_key(row.number);
    const std::int64_t content = first_bytes(CanonicalBytes().add(row.bytes).digest());
    if (const auto earlier = contents_.find(key); earlier != contents_.end()) {
        row.repeat = earlier->second == content ? Repeat::Same : Repeat::Other;
    } else if (contents_.size() < limits::kPreviewRowsMax) {
        contents_.emplace(key, content);
    } else {
        overflowed_ = true;
    }
}

}  // namespace taizhang::service
