// SPDX-License-Identifier: Apache-2.0
#include "exchange/picture.hpp"

#include <fmt/format.h>

#include <memory>

#include "exchange/document_type.hpp"
#include "exchange/jpeg.hpp"
#include "exchange/limits.hpp"
#include "exchange/png_image.hpp"
#include "exchange/raster.hpp"

namespace taizhang::exchange {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

tl::unexpected<Error> broken(const char* log) {
    return fail(ErrorCode::InvalidInput, "图片损坏或不完整，请重新上传一份好的", log);
}

Result<void> check_size(std::uint32_t width, std::uint32_t height) {
    const std::uint64_t pixels = std::uint64_t{width} * height;
    if (pixels > 0 && pixels <= kPicturePixelsMax) {
        return {};
    }
    return fail(ErrorCode::LimitExceeded,
                fmt::format("图片太大，有 {}×{} 点，最多 {} 万点，请先缩小", width, height,
                            kPicturePixelsMax / 10'000),
                "picture: too many pixels");
}

Result<Picture> publish_jpeg(std::FILE* file) {
    JpegReader reader(file);
    if (!reader.read_head()) {
        return broken("jpeg: head");
    }
    TZ_TRY(check_size(reader.width(), reader.height()));
    if (!reader.has_colours()) {
        return fail(ErrorCode::Unsupported, "这是印刷用的图片（CMYK），请另存为普通的 JPEG",
                    "jpeg: colours of a printing press");
    }
    const int orientation = reader.orientation();
    if (!reader.begin()) {
        return broken("jpeg: begin");
    }
    RasterShrinker shrinker(reader.width(), reader.height(), 3, kPublishedSideMax);
    std::vector<std::uint8_t> row(std::size_t{reader.width()} * 3);
    for (std::uint32_t y = 0; y < reader.height(); ++y) {
        if (!reader.next_row(row.data())) {
            return broken("jpeg: row");
        }
        shrinker.add_row(row.data());
    }
    if (!reader.finish()) {
        return broken("jpeg: end");
    }
    auto bytes = jpeg_of(turned(shrinker.take(), orientation));
    return bytes ? Result<Picture>(Picture{std::move(*bytes), "image/jpeg"})
                 : Result<Picture>(broken("jpeg: out"));
}

// Its rows are whole only after the last pass.
Result<Raster> read_interlaced(PngReader& reader) {
    Raster whole{reader.width(), reader.height(), reader.channels(), {}};
    if (whole.row_bytes() * whole.height > kInterlacedBytesMax) {
        return fail(ErrorCode::LimitExceeded, "隔行扫描的 PNG 太大，请另存为普通的 PNG 或 JPEG",
                    "png: interlaced and large");
    }
    whole.samples.resize(whole.row_bytes() * whole.height);
    for (int pass = 0; pass < reader.passes(); ++pass) {
        for (std::uint32_t y = 0; y < whole.height; ++y) {
            if (!reader.next_row(whole.row(y))) {
                return broken("png: row");
            }
        }
    }
    return whole;
}

Result<Raster> read_png(PngReader& reader) {
    const std::uint32_t channels = reader.channels();
    RasterShrinker shrinker(reader.width(), reader.height(), channels, kPublishedSideMax);
    if (reader.passes() > 1) {
        const Raster whole = TZ_TRY(read_interlaced(reader));
        for (std::uint32_t y = 0; y < whole.height; ++y) {
            shrinker.add_row(whole.row(y));
        }
        return shrinker.take();
    }
    std::vector<std::uint8_t> row(std::size_t{reader.width()} * channels);
    for (std::uint32_t y = 0; y < reader.height(); ++y) {
        if (!reader.next_row(row.data())) {
            return broken("png: row");
        }
        shrinker.add_row(row.data());
    }
    return shrinker.take();
}

Result<Picture> publish_png(std::FILE* file) {
    PngReader reader(file);
    if (!reader.read_head()) {
        return broken("png: head");
    }
    TZ_TRY(check_size(reader.width(), reader.height()));
    if (!reader.begin()) {
        return broken("png: begin");
    }
    const Raster raster = TZ_TRY(read_png(reader));
    if (!reader.finish()) {
        return broken("png: end");
    }
    auto bytes = png_of(raster);
    return bytes ? Result<Picture>(Picture{std::move(*bytes), "image/png"})
                 : Result<Picture>(broken("png: out"));
}

}  // namespace

Result<Picture> publish_picture(const std::filesystem::path& path) {
    const auto* type = TZ_TRY(document_type_of(path));
    if (!type->picture) {
        return fail(ErrorCode::Unsupported, "只有 JPEG 和 PNG 图片可以公开，请先转换",
                    "not a picture that can be published");
    }
    const File file(std::fopen(path.c_str(), "rbe"), std::fclose);
    if (!file) {
        return fail(ErrorCode::Io, "文件读不出来，请告诉管理员", "cannot open the picture");
    }
    return type->media_type == "image/jpeg" ? publish_jpeg(file.get()) : publish_png(file.get());
}

}  // namespace taizhang::exchange
