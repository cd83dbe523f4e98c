// SPDX-License-Identifier: Apache-2.0
#include "service/identity/find_account.hpp"

#include <fmt/format.h>

namespace taizhang::service {

Result<store::Account> find_account(store::ReadTx& tx, const std::string& name) {
    auto account = tx.identity().account_named(name);
    if (!account) {
        return fail_at(ErrorCode::NotFound, SourcePlace{"", "", 0, "", name, "已有的账号名"},
                       fmt::format("没有账号“{}”", name), "no such account");
    }
    return std::move(*account);
}

}  // namespace taizhang::service
