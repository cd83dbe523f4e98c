// SPDX-License-Identifier: Apache-2.0
// The certificates of a data folder: they lie in its folder `tls`.
#pragma once

#include "cli/cli.hpp"

namespace taizhang::app {

Result<cli::CertificateReport> create_certificates(const std::filesystem::path& data,
                                                   const std::vector<std::string>& hosts);
Result<cli::CertificateReport> renew_certificate(const std::filesystem::path& data,
                                                 const std::vector<std::string>& more_hosts);
std::optional<Date> certificate_until(const std::filesystem::path& data);

}  // namespace taizhang::app
