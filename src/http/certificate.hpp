// SPDX-License-Identifier: Apache-2.0
// An authority of one's own and a certificate by it, for a server in a net where no public
// authority would give one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace taizhang::http {

struct CertificateFiles {
    explicit CertificateFiles(const std::filesystem::path& folder)
        : authority(folder / "ca.crt"),
          authority_key(folder / "ca.key"),
          server(folder / "server.crt"),
          server_key(folder / "server.key") {}

    std::filesystem::path authority;
    std::filesystem::path authority_key;
    std::filesystem::path server;  // and behind it the authority
    std::filesystem::path server_key;
};

struct IssuedCertificate {
    std::vector<std::string> hosts;     // names and addresses
    std::string valid_until;            // 2029-02-04
    std::string authority_fingerprint;  // SHA-256, AB:CD:…
};

// Makes the authority (10 years) and the certificate, EC P-256, in `folder`, keys readable by their
// owner alone. Conflict: there is an authority, which phones may trust already.
Result<IssuedCertificate> create_certificates(const std::filesystem::path& folder,
                                              const std::vector<std::string>& hosts);

// A new key and certificate by the same authority, for the hosts of the old one and more.
Result<IssuedCertificate> renew_certificate(const std::filesystem::path& folder,
                                            const std::vector<std::string>& more_hosts);

// Of the certificate in `folder`, 2029-02-04; nothing: there is none that can be read.
std::optional<std::string> last_day_of_server(const std::filesystem::path& folder);

// The name of this machine, localhost, and the addresses of its interfaces.
std::vector<std::string> local_hosts();

}  // namespace taizhang::http
