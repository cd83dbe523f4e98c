// SPDX-License-Identifier: Apache-2.0
// The input is a backup, and once more what stands behind the manifest of one.
#include <algorithm>
#include <cstdint>
#include <string>

#include "exchange/backup_file.hpp"
#include "exchange/backup_head.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/promises.hpp"

namespace {

using namespace taizhang;

void read_pieces(exchange::BackupReader& reader) {
    constexpr std::size_t kReadBytes = 700;
    std::string name;
    std::uint64_t bytes = 0;
    for (auto more = reader.next(name, bytes); true; more = reader.next(name, bytes)) {
        if (!more) {
            fuzz::promise_error(more.error());
            return;
        }
        if (!*more) {
            return;
        }
        fuzz::promise(!name.empty() && name.size() <= exchange::kTarNameBytesMax, "a name");
        fuzz::promise(bytes <= reader.contents_bytes(), "no piece is longer than the file");
        const auto read = reader.read(kReadBytes);
        if (!read) {
            fuzz::promise_error(read.error());
            return;
        }
        fuzz::promise(read->size() == std::min<std::uint64_t>(bytes, kReadBytes), "as asked");
    }
}

void read_file(const std::string& bytes) {
    const fuzz::MemoryFile file(bytes);
    auto reader = exchange::BackupReader::open(file.path());
    if (!reader) {
        fuzz::promise_error(reader.error());
        return;
    }
    read_pieces(*reader);
    const auto contents = reader->finish();
    fuzz::promise(!contents || contents->bytes == reader->contents_bytes(), "all is digested");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    read_file(input);
    read_file(taizhang::exchange::backup_head("{}", 0) + input);
    return 0;
}
