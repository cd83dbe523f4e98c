// SPDX-License-Identifier: Apache-2.0
#include "sealing/keyring.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>

#include "sealing/key_file.hpp"

namespace taizhang::sealing {
// Changes with every change of the file.
struct FileStamp {
    std::uint64_t inode = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    std::int64_t bytes = 0;

    bool operator==(const FileStamp&) const = default;
};

namespace {

constexpr char kFormat = 1;
constexpr std::size_t kHeadBytes = 1 + sizeof(KeyId);
constexpr std::size_t kBlockBytes = 16;
constexpr char kEndMark = '\x80';
constexpr std::size_t kProofBytes = 16;

FileStamp stamp_of(const std::filesystem::path& file) {
    struct stat state {};
    if (file.empty() || ::stat(file.c_str(), &state) != 0) {
        return {};
    }
    return {state.st_ino, state.st_mtim.tv_sec, state.st_mtim.tv_nsec, state.st_size};
}

KeyId id_of(const StoredKey& key) {
    const Digest digest = Mac(key.suite, key.secret.view()).of("taizhang key id");
    KeyId id = 0;
    for (std::size_t i = 0; i < sizeof(id); ++i) {
        id = id << 8U | digest[i];
    }
    return id;
}

std::string proof_of(const StoredKey& key) {
    const Digest digest = Mac(key.suite, key.secret.view()).of("taizhang key proof");
    return {reinterpret_cast<const char*>(digest.data()), kProofBytes};
}

std::string head_of(KeyId id) {
    std::string head(1, kFormat);
    for (std::size_t i = sizeof(id); i-- > 0;) {
        head += static_cast<char>(id >> (8U * i) & 0xffU);
    }
    return head;
}

// Up to whole blocks, with a mark where the text ends.
std::string filled_up(std::string_view plain) {
    std::string filled(plain);
    filled += kEndMark;
    filled.resize((filled.size() + kBlockBytes - 1) / kBlockBytes * kBlockBytes, '\0');
    return filled;
}

bool take_filling(std::string& filled) {
    const auto end = filled.find_last_not_of('\0');
    if (end == std::string::npos || filled[end] != kEndMark) {
        return false;
    }
    filled.resize(end);
    return true;
}

StoredKey new_key(Suite suite, Instant now) {
    return {suite, now, Secret::random()};
}

}  // namespace

std::string key_name(KeyId id) {
    return fmt::format("{:08x}", id);
}

struct Keyring::Keys {
    struct Key {
        KeyInfo info;
        std::string head;
        std::string proof;
        Cipher cipher;
    };

    Keys(const StoredKeys& stored, FileStamp of)
        : stamp(of),
          find_proof{id_of(stored.find), proof_of(stored.find)},
          finder(stored.find.suite, stored.find.secret.view()) {
        for (const auto& key : stored.seal) {
            const KeyId id = id_of(key);
            seal.push_back({{id, key.suite, key.made_at, false},
                            head_of(id),
                            proof_of(key),
                            Cipher(key.suite, key.secret)});
        }
        seal.back().info.current = true;
    }

    const Key* of(std::string_view sealed) const {
        const auto found = std::find_if(seal.rbegin(), seal.rend(), [&](const Key& key) {
            return sealed.starts_with(key.head);
        });
        return found == seal.rend() ? nullptr : &*found;
    }

    FileStamp stamp;
    KeyProof find_proof;
    Mac finder;
    std::vector<Key> seal;
};

Keyring::Keyring(std::filesystem::path file, KeysPtr keys)
    : file_(std::move(file)), keys_(std::move(keys)) {}

Keyring::~Keyring() = default;

Result<std::shared_ptr<Keyring>> Keyring::create(const std::filesystem::path& file, Suite suite,
                                                 Instant now) {
    TZ_TRY(create_key_file(file, {new_key(suite, now), {new_key(suite, now)}}));
    return open(file);
}

Result<std::shared_ptr<Keyring>> Keyring::open(const std::filesystem::path& file) {
    const FileStamp stamp = stamp_of(file);
    const auto stored = TZ_TRY(read_key_file(file));
    return std::shared_ptr<Keyring>(new Keyring(file, std::make_shared<const Keys>(stored, stamp)));
}

std::shared_ptr<Keyring> Keyring::passing(Suite suite) {
    const StoredKeys stored{new_key(suite, {}), {new_key(suite, {})}};
    return std::shared_ptr<Keyring>(
        new Keyring({}, std::make_shared<const Keys>(stored, FileStamp{})));
}

Keyring::KeysPtr Keyring::now() const {
    const std::lock_guard lock(mutex_);
    return keys_;
}

void Keyring::refresh() const {
    if (file_.empty()) {
        return;
    }
    const FileStamp stamp = stamp_of(file_);
    if (stamp == now()->stamp) {
        return;
    }
    if (const auto stored = read_key_file(file_)) {
        auto keys = std::make_shared<const Keys>(*stored, stamp);
        const std::lock_guard lock(mutex_);
        keys_ = std::move(keys);
    }
}

std::string Keyring::seal(std::string_view plain, std::string_view place) const {
    const KeysPtr keys = now();
    const auto& key = keys->seal.back();
    std::string associated = key.head;
    associated += place;
    std::string filled = filled_up(plain);
    std::string sealed = key.head;
    sealed.reserve(kHeadBytes + kNonceBytes + filled.size() + kTagBytes);
    key.cipher.encrypt(sealed, filled, associated);
    wipe(filled);
    return sealed;
}

std::optional<std::string> Keyring::open(std::string_view sealed, std::string_view place) const {
    KeysPtr keys = now();
    const auto* key = keys->of(sealed);
    if (key == nullptr) {
        // Another process may have begun to seal with a new one.
        refresh();
        keys = now();
        key = keys->of(sealed);
    }
    if (key == nullptr) {
        return std::nullopt;
    }
    std::string associated = key->head;
    associated += place;
    auto plain = key->cipher.decrypt(sealed.substr(kHeadBytes), associated);
    return plain && take_filling(*plain) ? std::move(plain) : std::nullopt;
}

bool Keyring::is_current(std::string_view sealed) const {
    return sealed.starts_with(now()->seal.back().head);
}

Digest Keyring::blind(std::string_view domain, std::string_view text) const {
    CanonicalBytes head;
    head.add(domain);
    return now()->finder.of(head.bytes(), text);
}

std::vector<KeyInfo> Keyring::keys() const {
    std::vector<KeyInfo> infos;
    for (const auto& key : now()->seal) {
        infos.push_back(key.info);
    }
    return infos;
}

std::vector<KeyProof> Keyring::proofs() const {
    const KeysPtr keys = now();
    std::vector<KeyProof> proofs = {keys->find_proof};
    for (const auto& key : keys->seal) {
        proofs.push_back({key.info.id, key.proof});
    }
    return proofs;
}

bool Keyring::holds(const KeyProof& proof) const {
    const auto known = proofs();
    return std::any_of(known.begin(), known.end(), [&](const KeyProof& one) {
        return one.id == proof.id && equal_in_constant_time(one.proof, proof.proof);
    });
}

Result<KeyInfo> Keyring::rotate(Suite suite, Instant now_at) {
    const auto key = new_key(suite, now_at);
    if (file_.empty()) {
        return fail(ErrorCode::Unsupported, "没有密钥文件，不能换密钥", "keys of no file");
    }
    const auto stored = TZ_TRY(extend_key_file(file_, key));
    auto keys = std::make_shared<const Keys>(stored, stamp_of(file_));
    const std::lock_guard lock(mutex_);
    keys_ = std::move(keys);
    return keys_->seal.back().info;
}

}  // namespace taizhang::sealing
