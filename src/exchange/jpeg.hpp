// SPDX-License-Identifier: Apache-2.0
// JPEG over libjpeg-turbo, which leaves by longjmp where something is wrong: each call of it is a
// method here that owns nothing. Only files of this folder include this.
#pragma once

#include <csetjmp>
#include <cstdint>
#include <cstdio>
// Behind cstdio, which it needs.
#include <jpeglib.h>

#include <optional>
#include <string>

#include "exchange/raster.hpp"

namespace taizhang::exchange {

struct JpegErrors {
    jpeg_error_mgr manager{};
    std::jmp_buf leave{};
};

// false of any method: the picture is broken, or needs more than the limits give.
class JpegReader {
  public:
    explicit JpegReader(std::FILE* file);  // which outlives it
    ~JpegReader();
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;

    bool read_head();
    std::uint32_t width() const { return info_.image_width; }
    std::uint32_t height() const { return info_.image_height; }
    bool has_colours() const;  // grey, or red, green and blue; not those of a printing press
    int orientation() const;

    bool begin();  // rows of three channels
    bool next_row(std::uint8_t* row);
    bool finish();

  private:
    std::FILE* file_;
    JpegErrors errors_;
    jpeg_progress_mgr progress_{};
    jpeg_decompress_struct info_{};
};

// Of three channels. Nothing but what it takes to show them is written. nullopt: out of memory.
std::optional<std::string> jpeg_of(const Raster& raster);

}  // namespace taizhang::exchange
