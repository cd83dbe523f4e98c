// SPDX-License-Identifier: Apache-2.0
#include "app/certificates.hpp"

#include <fmt/format.h>

#include "http/certificate.hpp"

namespace taizhang::app {
namespace {

std::filesystem::path tls_folder(const std::filesystem::path& data) {
    return data / "tls";
}

cli::CertificateReport report_of(const std::filesystem::path& data,
                                 http::IssuedCertificate issued) {
    return {std::move(issued.hosts), std::move(issued.valid_until),
            http::CertificateFiles(tls_folder(data)).authority.string(),
            std::move(issued.authority_fingerprint)};
}

}  // namespace

Result<cli::CertificateReport> create_certificates(const std::filesystem::path& data,
                                                   const std::vector<std::string>& hosts) {
    if (!std::filesystem::is_directory(data)) {
        return fail(ErrorCode::NotFound,
                    fmt::format("没有数据文件夹 {}，先运行 taizhang init", data.string()),
                    "no data folder");
    }
    const auto names = hosts.empty() ? http::local_hosts() : hosts;
    return report_of(data, TZ_TRY(http::create_certificates(tls_folder(data), names)));
}

Result<cli::CertificateReport> renew_certificate(const std::filesystem::path& data,
                                                 const std::vector<std::string>& more_hosts) {
    return report_of(data, TZ_TRY(http::renew_certificate(tls_folder(data), more_hosts)));
}

std::optional<Date> certificate_until(const std::filesystem::path& data) {
    const auto day = http::last_day_of_server(tls_folder(data));
    const auto date = day ? parse_date(*day) : Result<Date>(Date{});
    return day && date ? std::optional(*date) : std::nullopt;
}

}  // namespace taizhang::app
