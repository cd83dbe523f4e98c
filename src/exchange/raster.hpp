// SPDX-License-Identifier: Apache-2.0
// Pixels in memory, and how a picture of any size becomes one that is small enough, row by row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace taizhang::exchange {

struct Raster {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint32_t channels = 3;         // red, green, blue, and alpha where there are four
    std::vector<std::uint8_t> samples;  // by row, from the top

    std::size_t row_bytes() const { return std::size_t{width} * channels; }
    std::uint8_t* row(std::uint32_t y) { return samples.data() + y * row_bytes(); }
    const std::uint8_t* row(std::uint32_t y) const { return samples.data() + y * row_bytes(); }
};

// Takes rows one after another and keeps the means of squares of so many pixels that no side is
// longer than `side_max`. Of the picture as it came it holds one row of sums.
class RasterShrinker {
  public:
    RasterShrinker(std::uint32_t width, std::uint32_t height, std::uint32_t channels,
                   std::uint32_t side_max);

    void add_row(const std::uint8_t* samples);
    Raster take();  // when all rows are there

  private:
    void flush();

    std::uint32_t width_;
    std::uint32_t step_;
    Raster small_;
    std::vector<std::uint32_t> sums_;
    std::uint32_t rows_summed_ = 0;
    std::uint32_t rows_done_ = 0;  // of `small_`
};

// As it is to be looked at: what a camera calls its orientation (Exif 2.3, tag 0x0112), 1 to 8.
Raster turned(Raster raster, int orientation);

}  // namespace taizhang::exchange
