// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/parameters.hpp"

namespace taizhang::store_postgres {
namespace {

constexpr std::size_t kIdentifierBytesMax = 63;
constexpr std::size_t kIdentifierDigestCharacters = 12;

}  // namespace

Parameter bytes_text(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text = "\\x";
    text.reserve(2 + bytes.size() * 2);
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        text += kDigits[value >> 4U];
        text += kDigits[value & 15U];
    }
    return text;
}

Parameter digest_text(const Digest& digest) {
    return bytes_text({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

Parameter digest_or_null(const Digest& digest) {
    return digest == Digest{} ? Parameter() : digest_text(digest);
}

std::string identifier(const std::string& name) {
    if (name.size() <= kIdentifierBytesMax) {
        return name;
    }
    const std::size_t kept = kIdentifierBytesMax - kIdentifierDigestCharacters - 1;
    return name.substr(0, kept) + "_" + to_hex(sha256(name)).substr(0, kIdentifierDigestCharacters);
}

}  // namespace taizhang::store_postgres
