// SPDX-License-Identifier: Apache-2.0
// Certificates for HTTPS, which phones ask for before they let a page use camera and place.
#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/context.hpp"

namespace taizhang::cli {
namespace {

struct TlsOptions {
    std::string data;
    std::vector<std::string> hosts;
};

void say_certificate(const CertificateReport& report) {
    print(fmt::format("服务器证书：{}\n有效期至：{}\n证书机构：{}\n指纹：{}\n",
                      join(report.hosts, "、"), report.valid_until, report.authority_file,
                      report.authority_fingerprint));
}

void say_how_to_trust(const CertificateReport& report) {
    say(fmt::format(
        "每部手机只需装一次证书机构 {}，以后换服务器证书不用再装：\n"
        "  先把这个文件发到手机上（不要发 ca.key），核对上面的指纹。\n"
        "  安卓、鸿蒙：设置 → 安全 → 加密与凭据 → 安装证书 → CA 证书，选这个文件。\n"
        "  苹果：打开这个文件，到 设置 → 已下载描述文件 → 安装；再到 设置 → 通用 → 关于本机 → "
        "证书信任设置，打开它的开关。\n"
        "  电脑：双击这个文件，装入“受信任的根证书颁发机构”。\n"
        "ca.key 能签出手机都信任的证书，只留在这台机器上，不要外传。",
        report.authority_file));
}

CLI::App* add_certificate_command(Context& context, CLI::App* group, const std::string& name,
                                  const std::string& description,
                                  const std::shared_ptr<TlsOptions>& options,
                                  std::function<Result<int>()> work) {
    auto* command = context.add_to(group, name, description, std::move(work));
    Context::add_folder(command, options->data);
    return command;
}

}  // namespace

void add_tls(Context& context) {
    auto options = std::make_shared<TlsOptions>();
    auto* group = context.add_group("tls", "HTTPS 证书");
    auto* init = add_certificate_command(
        context, group, "init", "建证书机构和服务器证书，说明手机怎样信任", options,
        [&context, options]() -> Result<int> {
            const auto report =
                TZ_TRY(context.environment().create_certificates(options->data, options->hosts));
            say_certificate(report);
            say_how_to_trust(report);
            return kDone;
        });
    init->add_option("--host", options->hosts,
                     "手机用来打开的主机名或地址，可写几个；不写用本机的名称和各网卡的地址");
    auto* renew = add_certificate_command(
        context, group, "renew", "由同一证书机构换发服务器证书，手机不用再装", options,
        [&context, options]() -> Result<int> {
            say_certificate(
                TZ_TRY(context.environment().renew_certificate(options->data, options->hosts)));
            return kDone;
        });
    renew->add_option("--host", options->hosts, "添上的主机名或地址，可写几个");
}

}  // namespace taizhang::cli
