// SPDX-License-Identifier: Apache-2.0
// The definitions that an open store was last seen to have, for whoever asks next.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>

namespace taizhang::service {

struct Definitions;

// For many threads. One for each open store, however many sessions.
class DefinitionsCache {
  public:
    // nullptr: not the version that is kept.
    std::shared_ptr<const Definitions> find(std::int64_t version) const {
        const std::lock_guard lock(mutex_);
        return version == version_ ? definitions_ : nullptr;
    }

    // Only of what is committed. An older version than the one kept does not take its place: a
    // reader may see the past.
    void keep(std::int64_t version, std::shared_ptr<const Definitions> definitions) {
        const std::lock_guard lock(mutex_);
        if (version > version_) {
            version_ = version;
            definitions_ = std::move(definitions);
        }
    }

  private:
    mutable std::mutex mutex_;
    std::int64_t version_ = -1;
    std::shared_ptr<const Definitions> definitions_;
};

}  // namespace taizhang::service
