// SPDX-License-Identifier: Apache-2.0
#include "http/certificate_builder.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <stdexcept>

namespace taizhang::http {
namespace {

constexpr long kValidDaySeconds = 24L * 60 * 60;
constexpr long kAuthorityDays = 3'652;  // ten years
constexpr long kServerDays = 820;       // phones take no more than 825
// A phone whose clock is slow takes the certificate all the same.
constexpr long kBackDays = 1;

void must(bool done, const char* what) {
    if (!done) {
        throw std::runtime_error(std::string("OpenSSL failed: ") + what);
    }
}

struct BioDelete {
    void operator()(BIO* bio) const { BIO_free(bio); }
};
using BioPtr = std::unique_ptr<BIO, BioDelete>;

BioPtr new_memory() {
    BioPtr bio(BIO_new(BIO_s_mem()));
    must(bio != nullptr, "memory");
    return bio;
}

std::string text_in(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

bool is_address(const std::string& host) {
    std::array<unsigned char, sizeof(in6_addr)> address{};
    return inet_pton(AF_INET, host.c_str(), address.data()) == 1 ||
           inet_pton(AF_INET6, host.c_str(), address.data()) == 1;
}

void set_random_serial(X509* certificate) {
    std::array<unsigned char, 16> bytes{};
    must(RAND_bytes(bytes.data(), bytes.size()) == 1, "random bytes");
    constexpr unsigned char kPositive = 0x7f;
    bytes[0] &= kPositive;
    BIGNUM* number = BN_bin2bn(bytes.data(), bytes.size(), nullptr);
    const bool set = number != nullptr &&
                     BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
    BN_free(number);
    must(set, "serial number");
}

void set_name(X509_NAME* name, const std::string& text) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, bytes, static_cast<int>(text.size()),
                                    -1, 0) == 1,
         "name");
}

void add_extension(X509* certificate, X509* issuer, int id, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
    const bool added = extension != nullptr && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    must(added, "extension");
}

CertificatePtr begin_certificate(EVP_PKEY* key, long days) {
    CertificatePtr certificate(X509_new());
    must(certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1, "certificate");
    set_random_serial(certificate.get());
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kBackDays * kValidDaySeconds);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), (days - kBackDays) * kValidDaySeconds);
    must(X509_set_pubkey(certificate.get(), key) == 1, "public key");
    return certificate;
}

void sign(X509* certificate, EVP_PKEY* key) {
    must(X509_sign(certificate, key, EVP_sha256()) > 0, "signature");
}

}  // namespace

bool is_host(const std::string& host) {
    constexpr std::size_t kNameCharactersMax = 253;
    const auto is_part = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '.';
    };
    const bool is_name = !host.empty() && host.size() <= kNameCharactersMax &&
                         std::all_of(host.begin(), host.end(), is_part) && host.front() != '.' &&
                         host.front() != '-' && host.find("..") == std::string::npos;
    return is_name || is_address(host);
}

KeyPtr make_key() {
    KeyPtr key(EVP_EC_gen("P-256"));
    must(key != nullptr, "key");
    return key;
}

CertificatePtr make_authority(EVP_PKEY* key, const std::string& name) {
    auto certificate = begin_certificate(key, kAuthorityDays);
    X509* made = certificate.get();
    set_name(X509_get_subject_name(made), name);
    must(X509_set_issuer_name(made, X509_get_subject_name(made)) == 1, "issuer");
    add_extension(made, made, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(made, made, NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(made, made, NID_subject_key_identifier, "hash");
    sign(made, key);
    return certificate;
}

CertificatePtr make_server_certificate(EVP_PKEY* key, const std::vector<std::string>& hosts,
                                       X509* authority, EVP_PKEY* authority_key) {
    auto certificate = begin_certificate(key, kServerDays);
    X509* made = certificate.get();
    constexpr std::size_t kCommonNameCharactersMax = 64;
    set_name(X509_get_subject_name(made), hosts.front().substr(0, kCommonNameCharactersMax));
    must(X509_set_issuer_name(made, X509_get_subject_name(authority)) == 1, "issuer");
    std::string names;
    for (const auto& host : hosts) {
        names += (names.empty() ? "" : ",") + std::string(is_address(host) ? "IP:" : "DNS:") + host;
    }
    add_extension(made, authority, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(made, authority, NID_key_usage, "critical,digitalSignature");
    add_extension(made, authority, NID_ext_key_usage, "serverAuth");
    add_extension(made, authority, NID_subject_alt_name, names);
    add_extension(made, authority, NID_subject_key_identifier, "hash");
    add_extension(made, authority, NID_authority_key_identifier, "keyid:always");
    sign(made, authority_key);
    return certificate;
}

std::string to_pem(X509* certificate) {
    const auto bio = new_memory();
    must(PEM_write_bio_X509(bio.get(), certificate) == 1, "PEM");
    return text_in(bio.get());
}

std::string to_pem(EVP_PKEY* key) {
    const auto bio = new_memory();
    must(PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
         "PEM");
    return text_in(bio.get());
}

CertificatePtr certificate_from_pem(const std::string& pem) {
    const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return CertificatePtr(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

KeyPtr key_from_pem(const std::string& pem) {
    const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return KeyPtr(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
}

std::vector<std::string> hosts_of(X509* certificate) {
    std::vector<std::string> hosts;
    auto* names = static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
        const ASN1_STRING* value = name->d.ia5;
        const unsigned char* bytes = ASN1_STRING_get0_data(value);
        const int size = ASN1_STRING_length(value);
        if (name->type == GEN_DNS) {
            hosts.emplace_back(reinterpret_cast<const char*>(bytes),
                               static_cast<std::size_t>(size));
        } else if (name->type == GEN_IPADD) {
            std::array<char, INET6_ADDRSTRLEN> text{};
            const int family = size == sizeof(in_addr) ? AF_INET : AF_INET6;
            hosts.emplace_back(inet_ntop(family, bytes, text.data(), text.size()));
        }
    }
    GENERAL_NAMES_free(names);
    return hosts;
}

std::string last_day_of(X509* certificate) {
    std::tm time{};
    must(ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &time) == 1, "time");
    constexpr int kFirstYear = 1900;
    return fmt::format("{:04}-{:02}-{:02}", time.tm_year + kFirstYear, time.tm_mon + 1,
                       time.tm_mday);
}

std::string fingerprint_of(X509* certificate) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    must(X509_digest(certificate, EVP_sha256(), digest.data(), &size) == 1, "digest");
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
        text += fmt::format("{}{:02X}", i == 0 ? "" : ":", digest[i]);
    }
    return text;
}

}  // namespace taizhang::http
