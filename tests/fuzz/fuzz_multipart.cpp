// SPDX-License-Identifier: Apache-2.0
// The input is a Content-Type, a line end, and a form of that type. However it is cut into pieces,
// the same parts are seen, in the order begin, data, end.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "base/text.hpp"
#include "http/multipart.hpp"

namespace {

using namespace taizhang;

void promise(bool kept, const char* what) {
    if (!kept) {
        std::fprintf(stderr, "broken: %s\n", what);
        std::abort();
    }
}

class Seen : public http::PartReceiver {
  public:
    Result<void> begin(const http::PartHead& head) override {
        promise(!open_, "one part at a time");
        promise(++parts_ <= limits::kMultipartPartsMax, "not too many parts");
        promise(is_valid_utf8(head.name), "a name is UTF-8");
        const auto& file = head.file_name;
        promise(!file || file->find_first_of("/\\") == std::string::npos, "no folders in a name");
        open_ = true;
        seen += "<" + head.name + "|" + file.value_or("") + "|" + head.content_type + ">";
        return {};
    }
    Result<void> data(std::string_view bytes) override {
        promise(open_, "data is of a part");
        seen += bytes;
        return {};
    }
    Result<void> end() override {
        promise(std::exchange(open_, false), "the end is of a part");
        seen += "<end>";
        return {};
    }
    std::string seen;

  private:
    bool open_ = false;
    std::size_t parts_ = 0;
};

std::string parse(const std::string& boundary, std::string_view body, std::size_t piece) {
    Seen seen;
    http::MultipartParser parser(boundary, seen);
    Result<void> fed;
    while (fed && !body.empty()) {
        fed = parser.feed(body.substr(0, piece));
        body.remove_prefix(std::min(piece, body.size()));
    }
    if (fed) {
        fed = parser.finish();
    }
    promise(fed || (!fed.error().message.empty() && !fed.error().log.empty()),
            "an error says something");
    // How much of a broken form was given before it broke is left open.
    return fed ? seen.seen : "broken";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto line = std::min(input.find('\n'), input.size());
    const auto boundary = http::multipart_boundary(input.substr(0, line));
    if (!boundary) {
        return 0;
    }
    const auto body = input.substr(std::min(line + 1, input.size()));
    const auto whole = parse(*boundary, body, SIZE_MAX);
    for (const std::size_t piece : {1, 7, 100}) {
        promise(parse(*boundary, body, piece) == whole, "pieces of any size give the same parts");
    }
    return 0;
}
