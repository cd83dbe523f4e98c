// SPDX-License-Identifier: Apache-2.0
// Values that nobody can take for real: 居民0012, 13800000012, identity numbers of region 000000.
#pragma once

#include "generator/random.hpp"
#include "model/records/ledger_definition.hpp"

namespace taizhang::demo {

// A value that the field's own rules allow; `serial` is different for each.
model::Value made_up(const model::FieldDefinition& field, Date date, Random& random,
                     std::int64_t serial);

std::string chinese_digit(int number);  // 1–10

}  // namespace taizhang::demo
