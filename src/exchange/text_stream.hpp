// SPDX-License-Identifier: Apache-2.0
// A text file as UTF-8, whatever it is stored in. Chinese spreadsheets save CSV as GB18030 (in its
// GBK form), as UTF-8 with a byte order mark, or, as "Unicode text", in UTF-16.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct UConverter;

namespace taizhang::exchange {

enum class TextEncoding { Utf8, Utf16LittleEndian, Utf16BigEndian, Gb18030 };

class TextStream {
  public:
    static Result<TextStream> open(const std::filesystem::path& path);

    // The next piece, never cut inside a character; empty at the end. After bytes that the encoding
    // does not know everything before them is returned first, then an error without a line: the
    // caller has counted the lines. The piece lives until the next call.
    Result<std::string_view> next_piece();

    TextEncoding encoding() const { return encoding_; }
    const std::string& file_name() const { return file_name_; }
    double progress() const;

  private:
    struct Closer {
        void operator()(UConverter* converter) const;
    };

    TextStream() = default;

    Result<void> choose_encoding();
    Result<TextEncoding> sample_encoding();
    Result<std::size_t> read_some();
    void take_utf8();
    void take_converted(bool last);
    tl::unexpected<Error> fail_encoding() const;

    std::string file_name_;
    std::ifstream file_;
    std::uint64_t bytes_total_ = 0;
    std::uint64_t bytes_read_ = 0;
    TextEncoding encoding_ = TextEncoding::Utf8;
    std::unique_ptr<UConverter, Closer> converter_;  // none for UTF-8
    std::string raw_;                                // read and not yet taken
    std::u16string units_;                           // in between
    std::string text_;                               // the piece handed out
    bool at_end_ = false;
    bool damaged_ = false;
};

}  // namespace taizhang::exchange
