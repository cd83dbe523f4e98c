// SPDX-License-Identifier: Apache-2.0
#include "service/operations/store_state.hpp"

namespace taizhang::service {

Result<void> check_reading(store::Store& store) {
    return store.read([](store::ReadTx& tx) -> Result<void> {
        static_cast<void>(tx.office());
        return {};
    });
}

Result<void> check_writing(store::Store& store) {
    return store.write([](store::WriteTx&) -> Result<void> { return {}; });
}

}  // namespace taizhang::service
