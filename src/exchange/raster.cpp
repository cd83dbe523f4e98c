// SPDX-License-Identifier: Apache-2.0
#include "exchange/raster.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "exchange/exif_orientation.hpp"

namespace taizhang::exchange {
namespace {

constexpr int kOrientations = 8;

std::uint32_t parts(std::uint32_t whole, std::uint32_t step) {
    return (whole + step - 1) / step;
}

Raster blank(std::uint32_t width, std::uint32_t height, std::uint32_t channels) {
    Raster raster{width, height, channels, {}};
    raster.samples.resize(raster.row_bytes() * height);
    return raster;
}

// Where the pixel that is shown at (x, y) stands in a picture of these sides.
std::pair<std::uint32_t, std::uint32_t> source_of(std::uint32_t x, std::uint32_t y,
                                                  const Raster& from, int orientation) {
    const std::uint32_t right = from.width - 1;
    const std::uint32_t bottom = from.height - 1;
    switch (orientation) {
        case 2:
            return {right - x, y};
        case 3:
            return {right - x, bottom - y};
        case 4:
            return {x, bottom - y};
        case 5:
            return {y, x};
        case 6:
            return {y, bottom - x};
        case 7:
            return {right - y, bottom - x};
        case 8:
            return {right - y, x};
        default:
            return {x, y};
    }
}

}  // namespace

RasterShrinker::RasterShrinker(std::uint32_t width, std::uint32_t height, std::uint32_t channels,
                               std::uint32_t side_max)
    : width_(width),
      step_(std::max(parts(std::max(width, height), side_max), 1U)),
      small_(blank(parts(width, step_), parts(height, step_), channels)),
      sums_(small_.row_bytes()) {}

void RasterShrinker::add_row(const std::uint8_t* samples) {
    const std::uint32_t channels = small_.channels;
    for (std::uint32_t x = 0; x < width_; ++x) {
        for (std::uint32_t c = 0; c < channels; ++c) {
            sums_[std::size_t{x / step_} * channels + c] += samples[std::size_t{x} * channels + c];
        }
    }
    if (++rows_summed_ == step_) {
        flush();
    }
}

void RasterShrinker::flush() {
    std::uint8_t* row = small_.row(rows_done_++);
    for (std::uint32_t x = 0; x < small_.width; ++x) {
        // The last square may be cut off at the edge.
        const std::uint32_t columns = std::min(step_, width_ - x * step_);
        const std::uint32_t pixels = columns * rows_summed_;
        for (std::uint32_t c = 0; c < small_.channels; ++c) {
            const std::size_t at = std::size_t{x} * small_.channels + c;
            row[at] = static_cast<std::uint8_t>((sums_[at] + pixels / 2) / pixels);
        }
    }
    std::ranges::fill(sums_, 0U);
    rows_summed_ = 0;
}

Raster RasterShrinker::take() {
    if (rows_summed_ > 0) {
        flush();
    }
    return std::move(small_);
}

Raster turned(Raster raster, int orientation) {
    if (orientation <= kUpright || orientation > kOrientations) {
        return raster;
    }
    constexpr int kFirstOnItsSide = 5;
    const bool on_its_side = orientation >= kFirstOnItsSide;
    Raster shown = blank(on_its_side ? raster.height : raster.width,
                         on_its_side ? raster.width : raster.height, raster.channels);
    for (std::uint32_t y = 0; y < shown.height; ++y) {
        for (std::uint32_t x = 0; x < shown.width; ++x) {
            const auto [column, line] = source_of(x, y, raster, orientation);
            std::memcpy(shown.row(y) + std::size_t{x} * shown.channels,
                        raster.row(line) + std::size_t{column} * raster.channels, raster.channels);
        }
    }
    return shown;
}

}  // namespace taizhang::exchange
