// SPDX-License-Identifier: Apache-2.0
#include "app/keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "service/sealing/change_key.hpp"
#include "store_postgres/postgres_store.hpp"

namespace taizhang::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVariable = "TAIZHANG_KEY";

tl::unexpected<Error> missing(const fs::path& file) {
    return fail_at(ErrorCode::NotFound, SourcePlace{file.string(), "", 0, "", "", ""},
                   "没有密钥文件，个人信息读不出来。把保存的密钥放回这里，"
                   "或用环境变量 TAIZHANG_KEY 指出它在哪里",
                   "no key file");
}

Result<void> check_needed(const sealing::Keyring& keys, const std::vector<std::string>& needed) {
    std::vector<std::string> names;
    for (const auto& proof : keys.proofs()) {
        names.push_back(sealing::key_name(proof.id));
    }
    std::vector<std::string> lacking;
    for (const auto& name : needed) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            lacking.push_back(name);
        }
    }
    if (lacking.empty()) {
        return {};
    }
    return fail_at(ErrorCode::Conflict, SourcePlace{keys.file().string(), "", 0, "", "", ""},
                   fmt::format("密钥不对：这份备份要密钥 {}，文件里没有", join(lacking, "、")),
                   "keys of the backup are not there");
}

}  // namespace

Result<fs::path> key_file_of(const std::string& place, const std::string& given) {
    const char* variable = std::getenv(kVariable);
    if (!given.empty() || (variable != nullptr && *variable != '\0')) {
        return fs::path(given.empty() ? variable : given);
    }
    if (store_postgres::is_postgres_url(place)) {
        return fail(ErrorCode::InvalidInput,
                    "用 PostgreSQL 时要说明密钥文件放在哪里：环境变量 TAIZHANG_KEY，"
                    "如 /etc/taizhang/office.key；没有就先 taizhang key create",
                    "no place for the keys");
    }
    auto folder = fs::path(place).lexically_normal();
    if (!folder.has_filename() || folder.filename() == "." || folder.filename() == "..") {
        folder = fs::weakly_canonical(folder / "x").parent_path();
    }
    return fs::path(folder.string() + ".key");
}

Result<sealing::KeyringPtr> open_keys(const std::string& place, const std::string& given) {
    const auto file = TZ_TRY(key_file_of(place, given));
    auto keys = sealing::Keyring::open(file);
    return !keys && keys.error().code == ErrorCode::NotFound
               ? Result<sealing::KeyringPtr>(missing(file))
               : keys;
}

Result<NewKeys> keys_for_new(const std::string& place, const std::string& suite) {
    const auto file = TZ_TRY(key_file_of(place, ""));
    if (fs::exists(file)) {
        return NewKeys{TZ_TRY(sealing::Keyring::open(file)), false};
    }
    const auto of = TZ_TRY(service::key_suite(suite));
    return NewKeys{TZ_TRY(sealing::Keyring::create(file, of, system_now())), true};
}

Result<cli::KeyReport> create_key(const fs::path& file, const std::string& suite) {
    const auto of = TZ_TRY(service::key_suite(suite));
    const auto keys = TZ_TRY(sealing::Keyring::create(file, of, system_now()));
    return cli::KeyReport{file.string(), sealing::key_name(keys->keys().back().id)};
}

Result<fs::path> bring_keys(const std::string& place, const std::string& from,
                            const std::vector<std::string>& needed) {
    const auto file = TZ_TRY(key_file_of(place, ""));
    if (fs::exists(file)) {
        TZ_TRY(check_needed(*TZ_TRY(sealing::Keyring::open(file)), needed));
        return fs::path();
    }
    if (from.empty()) {
        return fail_at(ErrorCode::NotFound, SourcePlace{file.string(), "", 0, "", "", ""},
                       fmt::format("没有密钥文件。这份备份要密钥 {}：加 --key 和原来的密钥文件，"
                                   "会复制到这里",
                                   join(needed, "、")),
                       "no key file");
    }
    TZ_TRY(check_needed(*TZ_TRY(sealing::Keyring::open(from)), needed));
    std::error_code failed;
    if (file.has_parent_path()) {
        fs::create_directories(file.parent_path(), failed);
    }
    fs::copy_file(from, file, failed);  // with its permissions
    if (failed) {
        return fail_at(ErrorCode::Io, SourcePlace{file.string(), "", 0, "", "", ""},
                       "密钥文件复制不过去，检查文件夹、权限和磁盘空间", failed.message());
    }
    return file;
}

}  // namespace taizhang::app
