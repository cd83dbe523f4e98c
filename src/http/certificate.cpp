// SPDX-License-Identifier: Apache-2.0
#include "http/certificate.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <system_error>

#include "base/file_error.hpp"
#include "http/certificate_builder.hpp"

namespace taizhang::http {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOwnerOnly = 0600;
constexpr mode_t kEveryoneReads = 0644;
constexpr std::size_t kHostsMax = 100;

std::string read_whole(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

// All of it or what was there before.
void write_whole(const fs::path& file, const std::string& text, mode_t mode) {
    const fs::path part = file.string() + ".part";
    const int descriptor =
        ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
    if (descriptor < 0) {
        throw_last(part);
    }
    // An old part may have been readable by others.
    const bool written =
        ::fchmod(descriptor, mode) == 0 &&
        ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(descriptor) == 0;
    const int failed = errno;
    ::close(descriptor);
    if (!written) {
        throw std::system_error(failed, std::generic_category(), part.string());
    }
    fs::rename(part, file);
}

Result<void> check_hosts(const std::vector<std::string>& hosts) {
    for (const auto& host : hosts) {
        if (!is_host(host)) {
            return fail(
                ErrorCode::InvalidInput,
                fmt::format("“{}”不是主机名或地址，应为 office.lan、192.168.1.10 一类", host),
                "bad host");
        }
    }
    if (hosts.empty() || hosts.size() > kHostsMax) {
        return fail(ErrorCode::InvalidInput,
                    fmt::format("主机名和地址要有 1 到 {} 个，用 --host 写明", kHostsMax),
                    "no hosts or too many");
    }
    return {};
}

IssuedCertificate issue(const CertificateFiles& files, const std::vector<std::string>& hosts,
                        X509* authority, EVP_PKEY* authority_key) {
    const auto key = make_key();
    const auto certificate = make_server_certificate(key.get(), hosts, authority, authority_key);
    // A certificate beside a key that is not its own is refused by the server, which goes on with
    // the pair it has.
    write_whole(files.server_key, to_pem(key.get()), kOwnerOnly);
    write_whole(files.server, to_pem(certificate.get()) + to_pem(authority), kEveryoneReads);
    return {hosts, last_day_of(certificate.get()), fingerprint_of(authority)};
}

void add_new(std::vector<std::string>& hosts, const std::string& host) {
    if (std::find(hosts.begin(), hosts.end(), host) == hosts.end()) {
        hosts.push_back(host);
    }
}

}  // namespace

Result<IssuedCertificate> create_certificates(const fs::path& folder,
                                              const std::vector<std::string>& hosts) {
    const CertificateFiles files(folder);
    TZ_TRY(check_hosts(hosts));
    if (fs::exists(files.authority)) {
        return fail(
            ErrorCode::Conflict,
            fmt::format("{} 里已经有证书机构，手机可能已经信任它。要换服务器证书，用 tls renew；"
                        "要全部重来，先把 {} 移走",
                        folder.string(), folder.string()),
            "there is an authority");
    }
    fs::create_directories(folder);
    std::vector<std::string> unique;
    for (const auto& host : hosts) {
        add_new(unique, host);
    }
    const auto key = make_key();
    const auto authority = make_authority(key.get(), "Taizhang CA " + unique.front());
    write_whole(files.authority_key, to_pem(key.get()), kOwnerOnly);
    const auto issued = issue(files, unique, authority.get(), key.get());
    // Last: where it is, everything is.
    write_whole(files.authority, to_pem(authority.get()), kEveryoneReads);
    return issued;
}

Result<IssuedCertificate> renew_certificate(const fs::path& folder,
                                            const std::vector<std::string>& more_hosts) {
    const CertificateFiles files(folder);
    const auto authority = certificate_from_pem(read_whole(files.authority));
    const auto key = key_from_pem(read_whole(files.authority_key));
    const auto old = certificate_from_pem(read_whole(files.server));
    if (!authority || !key || X509_check_private_key(authority.get(), key.get()) != 1) {
        return fail(
            ErrorCode::NotFound,
            fmt::format("{} 里没有证书机构（ca.crt 和 ca.key），先运行 tls init", folder.string()),
            "no authority");
    }
    std::vector<std::string> hosts = old ? hosts_of(old.get()) : std::vector<std::string>();
    for (const auto& host : more_hosts) {
        add_new(hosts, host);
    }
    TZ_TRY(check_hosts(hosts));
    return issue(files, hosts, authority.get(), key.get());
}

std::optional<std::string> last_day_of_server(const fs::path& folder) {
    const auto certificate = certificate_from_pem(read_whole(CertificateFiles(folder).server));
    return certificate ? std::optional(last_day_of(certificate.get())) : std::nullopt;
}

std::vector<std::string> local_hosts() {
    std::vector<std::string> hosts;
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) == 0 && is_host(name.data())) {
        add_new(hosts, name.data());
    }
    add_new(hosts, "localhost");
    ifaddrs* interfaces = nullptr;
    if (::getifaddrs(&interfaces) == 0) {
        for (const auto* one = interfaces; one != nullptr; one = one->ifa_next) {
            if (one->ifa_addr != nullptr && one->ifa_addr->sa_family == AF_INET) {
                std::array<char, INET_ADDRSTRLEN> text{};
                const auto* address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
                add_new(hosts, inet_ntop(AF_INET, &address->sin_addr, text.data(), text.size()));
            }
        }
        ::freeifaddrs(interfaces);
    }
    return hosts;
}

}  // namespace taizhang::http
