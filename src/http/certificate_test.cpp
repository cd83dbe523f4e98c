// SPDX-License-Identifier: Apache-2.0
#include "http/certificate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "http/certificate_builder.hpp"

namespace taizhang::http {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Certificates : public testing::Test {
  protected:
    ~Certificates() override { fs::remove_all(folder_); }

    static std::string read(const fs::path& file) {
        std::ifstream stream(file);
        std::ostringstream text;
        text << stream.rdbuf();
        return text.str();
    }
    static mode_t mode_of(const fs::path& file) {
        struct stat state {};
        ::stat(file.c_str(), &state);
        return state.st_mode & 0777U;
    }
    // What the openssl program, which is not of our making, says.
    std::string openssl(const std::string& arguments) const {
        const auto out = folder_ / "out";
        const std::string command =
            "cd " + folder_.string() + " && openssl " + arguments + " > " + out.string() + " 2>&1";
        EXPECT_EQ(std::system(command.c_str()), 0) << arguments << read(out);
        return read(out);
    }

    fs::path folder_ =
        fs::temp_directory_path() / ("taizhang-certificates-" + std::to_string(::getpid()));
    CertificateFiles files_{folder_};
};

TEST_F(Certificates, AreWhatPhonesAskFor) {
    const auto made = create_certificates(folder_, {"office.lan", "192.168.1.10", "fe80::1"});
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(last_day_of_server(folder_), made->valid_until);
    EXPECT_FALSE(last_day_of_server(folder_ / "none"));
    EXPECT_EQ(mode_of(files_.authority_key), 0600U);
    EXPECT_EQ(mode_of(files_.server_key), 0600U);
    EXPECT_THAT(openssl("verify -x509_strict -purpose sslserver -CAfile ca.crt server.crt"),
                HasSubstr("OK"));
    openssl("verify -CAfile ca.crt -verify_hostname office.lan server.crt");
    openssl("verify -CAfile ca.crt -verify_ip 192.168.1.10 server.crt");
    openssl("verify -CAfile ca.crt -verify_ip fe80::1 server.crt");
    const auto text = openssl("x509 -in server.crt -noout -text");
    EXPECT_THAT(text, HasSubstr("prime256v1"));
    EXPECT_THAT(text, HasSubstr("TLS Web Server Authentication"));
    const auto authority = openssl("x509 -in ca.crt -noout -text -fingerprint -sha256");
    EXPECT_THAT(authority, HasSubstr("CA:TRUE, pathlen:0"));
    EXPECT_THAT(authority, HasSubstr(made->authority_fingerprint));
    // Phones refuse what is valid for more than 825 days.
    openssl("x509 -in server.crt -noout -checkend 69120000");               // 800 days
    EXPECT_NE(std::system(("openssl x509 -noout -checkend 71193600 -in " +  // 824 days
                           files_.server.string() + " > /dev/null")
                              .c_str()),
              0);
}

TEST_F(Certificates, AreRenewedByTheSameAuthority) {
    const auto made = create_certificates(folder_, {"office.lan", "10.0.0.1"});
    const auto authority = read(files_.authority);
    const auto key = read(files_.server_key);
    const auto renewed = renew_certificate(folder_, {"10.0.0.2", "office.lan"});
    ASSERT_TRUE(renewed) << renewed.error().message;
    EXPECT_EQ(renewed->hosts, (std::vector<std::string>{"office.lan", "10.0.0.1", "10.0.0.2"}));
    EXPECT_EQ(renewed->authority_fingerprint, made->authority_fingerprint);
    EXPECT_EQ(read(files_.authority), authority);
    EXPECT_NE(read(files_.server_key), key);
    openssl("verify -CAfile ca.crt -verify_ip 10.0.0.2 server.crt");
}

TEST_F(Certificates, AreNotMadeOverOthersNorForNobody) {
    ASSERT_TRUE(create_certificates(folder_, {"a"}));
    EXPECT_EQ(create_certificates(folder_, {"a"}).error().code, ErrorCode::Conflict);
    const auto other = folder_ / "other";
    EXPECT_EQ(renew_certificate(other, {}).error().code, ErrorCode::NotFound);
    for (const char* wrong :
         {"", "a,DNS:b", "a b", ".a", "-a", "a..b", "*", "http://a", "1.2.3.4/8"}) {
        EXPECT_FALSE(create_certificates(other, {wrong})) << wrong;
    }
    EXPECT_FALSE(create_certificates(other, {}));
    EXPECT_FALSE(fs::exists(other));
}

TEST(LocalHosts, CanAllBeInACertificate) {
    for (const auto& host : local_hosts()) {
        EXPECT_TRUE(is_host(host)) << host;
    }
    EXPECT_THAT(local_hosts(), testing::Contains("localhost"));
}

}  // namespace
}  // namespace taizhang::http
