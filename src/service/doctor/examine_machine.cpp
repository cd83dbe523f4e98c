// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "base/limits.hpp"
#include "exchange/office_converter.hpp"
#include "service/doctor/doctor.hpp"

namespace taizhang::service {
namespace {

namespace fs = std::filesystem;

bool is_set(fs::perms held, fs::perms asked) {
    return (held & asked) != fs::perms::none;
}

// Whoever cannot enter the folder reads nothing in it, whatever its files allow.
Finding examine_permissions(const fs::path& folder) {
    Finding finding{Health::Good, "permissions", "文件权限", "只有本用户能读", ""};
    const auto database = folder / "taizhang.db";
    std::error_code ignored;
    const bool entered = is_set(fs::status(folder, ignored).permissions(), fs::perms::others_exec);
    const bool read = is_set(fs::status(database, ignored).permissions(), fs::perms::others_read);
    if (entered && read) {
        finding.health = Health::Notice;
        finding.found = "这台机器上的别的用户也能读库，里面有个人信息";
        finding.advice = fmt::format("chmod 700 {}", folder.string());
    }
    for (const auto* key : {"tls/ca.key", "tls/server.key"}) {
        const auto held = fs::status(folder / key, ignored);
        if (fs::exists(held) &&
            is_set(held.permissions(), fs::perms::group_all | fs::perms::others_all)) {
            finding.health = Health::Wrong;
            finding.found = fmt::format("证书的私钥 {} 别的用户也能读", key);
            finding.advice = fmt::format("chmod 600 {}", (folder / key).string());
        }
    }
    if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0 ||
        (fs::exists(database, ignored) && ::access(database.c_str(), R_OK | W_OK) != 0)) {
        finding.health = Health::Wrong;
        finding.found = "本用户不能读写数据文件夹";
        finding.advice = fmt::format("用运行服务的用户来做，或 chown -R 用户 {}", folder.string());
    }
    return finding;
}

}  // namespace

bool is_well(const Findings& findings) {
    return std::none_of(findings.begin(), findings.end(),
                        [](const auto& one) { return one.health == Health::Wrong; });
}

std::string_view health_name(Health health) {
    switch (health) {
        case Health::Good:
            return "good";
        case Health::Notice:
            return "notice";
        case Health::Wrong:
            return "wrong";
    }
    return "wrong";
}

Finding examine_disk(const fs::path& folder, std::string name, std::string title) {
    Finding finding{Health::Good, std::move(name), std::move(title), "", ""};
    std::error_code failed;
    const auto space = fs::space(folder, failed);
    if (failed) {
        finding.health = Health::Notice;
        finding.found = "看不到还剩多少";
        finding.advice = "检查磁盘是否接好";
        return finding;
    }
    finding.found = fmt::format("还剩 {} MiB", space.available >> 20U);
    if (space.available < limits::kDoctorDiskBytesLow) {
        finding.health =
            space.available < limits::kDoctorDiskBytesMin ? Health::Wrong : Health::Notice;
        finding.advice = "腾出空间：把旧备份、导出的文件移走，或换大磁盘";
    }
    return finding;
}

Findings examine_folder(const fs::path& folder) {
    return {examine_permissions(folder), examine_disk(folder, "disk_space", "磁盘空间")};
}

Findings examine_certificate(std::optional<Date> until, Date today) {
    if (!until) {
        return {};
    }
    Finding finding{Health::Good, "certificate", "HTTPS 证书",
                    fmt::format("有效期至 {}", format_date(*until)), ""};
    if (until->days < today.days) {
        finding.health = Health::Wrong;
        finding.found = fmt::format("已于 {} 过期，手机打不开", format_date(*until));
        finding.advice = "taizhang tls renew，再重启服务";
    } else if (until->days - today.days < limits::kDoctorCertificateDaysMin) {
        finding.health = Health::Notice;
        finding.advice = "快到期了：taizhang tls renew，再重启服务";
    }
    return {finding};
}

Findings examine_machine() {
    const auto office = exchange::office_program();
    if (office.empty()) {
        return {{Health::Notice, "libreoffice", "LibreOffice",
                 "没有装，旧格式的表（.xls、.et）不能导入",
                 "要导入旧格式时再装；或先在表格软件里另存为 .xlsx"}};
    }
    return {{Health::Good, "libreoffice", "LibreOffice", office.string(), ""}};
}

}  // namespace taizhang::service
