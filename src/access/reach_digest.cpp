// SPDX-License-Identifier: Apache-2.0
#include "access/reach_digest.hpp"

namespace taizhang::access {
namespace {

// How many there are comes first, so that no two lists look alike.
template <typename Set, typename Add>
void add_all(CanonicalBytes& bytes, const Set& values, const Add& add) {
    bytes.add(static_cast<std::int64_t>(values.size()));
    for (const auto& value : values) {
        add(value);
    }
}

void add_choice(CanonicalBytes& bytes, const model::LedgerChoice& choice) {
    const auto add_name = [&](const std::string& name) { bytes.add(name); };
    bytes.add(std::int64_t{choice.all});
    add_all(bytes, choice.chapters, add_name);
    add_all(bytes, choice.ledgers, add_name);
}

void add_holding(CanonicalBytes& bytes, const Holding& holding) {
    const auto add_number = [&](auto value) { bytes.add(static_cast<std::int64_t>(value)); };
    add_all(bytes, holding.permissions, add_number);
    add_choice(bytes, holding.rows);
    add_choice(bytes, holding.totals);
    add_all(bytes, holding.sees, add_number);
    bytes.add(std::int64_t{holding.place.every_area});
    add_all(bytes, holding.place.areas, [&](AreaId area) { bytes.add(area.value); });
    bytes.add(holding.place.unit ? holding.place.unit->value : std::int64_t{0});
}

}  // namespace

Digest reach_digest(const Holdings& holdings) {
    CanonicalBytes bytes;
    add_all(bytes, holdings, [&](const auto& holding) { add_holding(bytes, *holding); });
    return bytes.digest();
}

}  // namespace taizhang::access
