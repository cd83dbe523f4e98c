// SPDX-License-Identifier: Apache-2.0
// The input is a file that somebody sends along with a record; a picture is published.
#include <algorithm>
#include <cstdint>
#include <string>

#include "exchange/document_type.hpp"
#include "exchange/picture.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/promises.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taizhang;
    const fuzz::MemoryFile file({reinterpret_cast<const char*>(data), size});
    const auto type = exchange::document_type_of(file.path());
    if (!type) {
        fuzz::promise_error(type.error());
        return 0;
    }
    const auto published = exchange::publish_picture(file.path());
    if (!published) {
        fuzz::promise_error(published.error());
        return 0;
    }
    fuzz::promise((*type)->picture, "only pictures are published");
    fuzz::promise(published->bytes.find("Exif") == std::string::npos, "nothing is carried over");
    // What was published can be published.
    const fuzz::MemoryFile again(published->bytes);
    fuzz::promise(exchange::publish_picture(again.path()).has_value(), "it is a whole picture");
    return 0;
}
