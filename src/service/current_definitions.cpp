// SPDX-License-Identifier: Apache-2.0
#include "service/current_definitions.hpp"

#include "service/definitions_cache.hpp"

namespace taizhang::service {

Result<DefinitionsPtr> current_definitions(const Session& session, store::WriteTx& tx) {
    const auto version = tx.definitions_version();
    if (auto known = version ? session.definitions->find(*version) : nullptr) {
        return known;
    }
    return load_definitions(tx);
}

}  // namespace taizhang::service
