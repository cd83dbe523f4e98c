// SPDX-License-Identifier: Apache-2.0
// PNG over libpng, which leaves by longjmp where something is wrong: as in jpeg.hpp. Only files of
// this folder include this.
#pragma once

#include <png.h>

#include <csetjmp>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include "exchange/raster.hpp"

namespace taizhang::exchange {

// false of any method: the picture is broken, or needs more than the limits give.
class PngReader {
  public:
    explicit PngReader(std::FILE* file);  // which outlives it
    ~PngReader();
    PngReader(const PngReader&) = delete;
    PngReader& operator=(const PngReader&) = delete;

    bool read_head();
    std::uint32_t width() const { return png_get_image_width(png_, info_); }
    std::uint32_t height() const { return png_get_image_height(png_, info_); }

    // Rows of three or four channels, 8 bits each.
    bool begin();
    std::uint32_t channels() const { return png_get_channels(png_, info_); }
    // More than one: every row comes as often, each time into what stood there before.
    int passes() const { return passes_; }
    bool next_row(std::uint8_t* row);
    bool finish();

  private:
    std::FILE* file_;
    std::jmp_buf leave_{};
    png_structp png_ = nullptr;
    png_infop info_ = nullptr;
    int passes_ = 1;
};

// Nothing but what it takes to show the pixels is written. nullopt: out of memory.
std::optional<std::string> png_of(const Raster& raster);

}  // namespace taizhang::exchange
