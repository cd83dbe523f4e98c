// SPDX-License-Identifier: Apache-2.0
#include "store/sealing.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace taizhang::store {

Error damaged_record() {
    return {ErrorCode::Corrupt,
            "这条记录的个人信息密文打不开，不能再改。先 taizhang verify 看看，再用备份恢复",
            "a sealed value of the record cannot be opened", std::nullopt};
}

Error not_sealed_yet() {
    return {ErrorCode::Conflict, "库里的个人信息还没有加密完，先运行 taizhang migrate",
            "first sealing pass is not done", std::nullopt};
}

Result<void> check_keys(const sealing::Keyring& keys, const std::vector<sealing::KeyProof>& noted) {
    std::vector<std::string> missing;
    for (const auto& proof : noted) {
        if (!keys.holds(proof)) {
            missing.push_back(sealing::key_name(proof.id));
        }
    }
    if (missing.empty()) {
        return {};
    }
    return fail_at(ErrorCode::Conflict, SourcePlace{keys.file().string(), "", 0, "", "", ""},
                   fmt::format("密钥不对：这个库要密钥 {}，文件里没有。把原来的密钥文件放回去，"
                               "或用环境变量 TAIZHANG_KEY 指出它在哪里",
                               join(missing, "、")),
                   "the file lacks keys of the store");
}

}  // namespace taizhang::store
