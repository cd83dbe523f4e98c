// SPDX-License-Identifier: Apache-2.0
// A file that lives in memory and yet has a path, for readers that open their file themselves.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace taizhang::fuzz {

class MemoryFile {
  public:
    explicit MemoryFile(std::string_view bytes) : descriptor_(memfd_create("fuzz", 0)) {
        std::size_t written = 0;
        while (descriptor_ >= 0 && written < bytes.size()) {
            const auto count = write(descriptor_, bytes.data() + written, bytes.size() - written);
            if (count <= 0) {
                break;
            }
            written += static_cast<std::size_t>(count);
        }
        if (descriptor_ < 0 || written < bytes.size()) {
            std::abort();  // no memory: nothing that the reader under test has done
        }
    }
    ~MemoryFile() { close(descriptor_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

  private:
    int descriptor_;
};

}  // namespace taizhang::fuzz
