// SPDX-License-Identifier: Apache-2.0
// The keys of an office, as they stand in a file outside of its database: one that is sealed with,
// older ones that can still be read, and one for what must be found again without being readable.
//
// A sealed value: format (1), id of its key (4), nonce (12), ciphertext, tag (16). What is
// encrypted is filled up to whole blocks, so that its length does not tell one choice from another.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "sealing/cipher.hpp"

namespace taizhang::sealing {

using KeyId = std::uint32_t;
std::string key_name(KeyId id);  // 1a2b3c4d

struct KeyInfo {
    KeyId id = 0;
    Suite suite = Suite::Aes;
    Instant made_at;
    bool current = false;  // new values are sealed with it

    bool operator==(const KeyInfo&) const = default;
};

// Tells whether a file holds the right keys, and nothing else about them.
struct KeyProof {
    KeyId id = 0;
    std::string proof;  // 16 bytes

    bool operator==(const KeyProof&) const = default;
};

class Keyring {
  public:
    // Makes the file, for its owner alone. Conflict: there is one.
    static Result<std::shared_ptr<Keyring>> create(const std::filesystem::path& file, Suite suite,
                                                   Instant now);
    // NotFound: there is none. Corrupt: it is no key file. Forbidden: others can read it.
    static Result<std::shared_ptr<Keyring>> open(const std::filesystem::path& file);
    // Of no file; gone with the program.
    static std::shared_ptr<Keyring> passing(Suite suite);

    ~Keyring();
    Keyring(const Keyring&) = delete;
    Keyring& operator=(const Keyring&) = delete;

    // `place` says where the value stands; it can be opened nowhere else.
    std::string seal(std::string_view plain, std::string_view place) const;
    // Nothing: it was altered, moved from another place, or its key is not here.
    std::optional<std::string> open(std::string_view sealed, std::string_view place) const;
    bool is_current(std::string_view sealed) const;  // by its key's id
    // The same for equal texts of one domain, and tells nothing without the key.
    Digest blind(std::string_view domain, std::string_view text) const;

    std::vector<KeyInfo> keys() const;  // those to seal with, oldest first
    // Of all keys, that for finding among them.
    std::vector<KeyProof> proofs() const;
    // Whether it has that key.
    bool holds(const KeyProof& proof) const;
    // A new key to seal with, in the file first. Io: it cannot be written.
    Result<KeyInfo> rotate(Suite suite, Instant now);
    // Reads the file anew if it has changed. An unreadable one changes nothing.
    void refresh() const;
    const std::filesystem::path& file() const { return file_; }

  private:
    struct Keys;
    using KeysPtr = std::shared_ptr<const Keys>;

    Keyring(std::filesystem::path file, KeysPtr keys);
    KeysPtr now() const;

    std::filesystem::path file_;  // empty: none
    mutable std::mutex mutex_;
    mutable KeysPtr keys_;
};

using KeyringPtr = std::shared_ptr<Keyring>;

}  // namespace taizhang::sealing
