// SPDX-License-Identifier: Apache-2.0
// X.509 by OpenSSL. Throws std::runtime_error where OpenSSL fails. Only files of this folder
// include this.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <vector>

namespace taizhang::http {

struct OpenSslDelete {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, OpenSslDelete>;
using CertificatePtr = std::unique_ptr<X509, OpenSslDelete>;

KeyPtr make_key();
CertificatePtr make_authority(EVP_PKEY* key, const std::string& name);
CertificatePtr make_server_certificate(EVP_PKEY* key, const std::vector<std::string>& hosts,
                                       X509* authority, EVP_PKEY* authority_key);

// Letters, digits, dots and hyphens, or an address.
bool is_host(const std::string& host);

std::string to_pem(X509* certificate);
std::string to_pem(EVP_PKEY* key);
// nullptr: it is none.
CertificatePtr certificate_from_pem(const std::string& pem);
KeyPtr key_from_pem(const std::string& pem);

std::vector<std::string> hosts_of(X509* certificate);
std::string last_day_of(X509* certificate);
std::string fingerprint_of(X509* certificate);

}  // namespace taizhang::http
