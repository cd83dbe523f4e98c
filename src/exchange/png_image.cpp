// SPDX-License-Identifier: Apache-2.0
#include "exchange/png_image.hpp"

#include "exchange/limits.hpp"

namespace taizhang::exchange {
namespace {

constexpr int kBits = 8;

[[noreturn]] void leave(png_structp png, png_const_charp) {
    std::longjmp(*static_cast<std::jmp_buf*>(png_get_error_ptr(png)), 1);
}

void say_nothing(png_structp, png_const_charp) {}

void append(png_structp png, png_bytep bytes, std::size_t size) {
    static_cast<std::string*>(png_get_io_ptr(png))
        ->append(reinterpret_cast<const char*>(bytes), size);
}

void nothing_to_flush(png_structp) {}

class PngWriter {
  public:
    PngWriter()
        : png_(png_create_write_struct(PNG_LIBPNG_VER_STRING, &leave_, leave, say_nothing)),
          info_(png_ == nullptr ? nullptr : png_create_info_struct(png_)) {}
    ~PngWriter() { png_destroy_write_struct(&png_, &info_); }
    PngWriter(const PngWriter&) = delete;
    PngWriter& operator=(const PngWriter&) = delete;

    bool begin(const Raster& raster) {
        if (info_ == nullptr || setjmp(leave_) != 0) {
            return false;
        }
        png_set_write_fn(png_, &bytes_, append, nothing_to_flush);
        png_set_IHDR(png_, info_, raster.width, raster.height, kBits,
                     raster.channels == 4 ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB,
                     PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        png_write_info(png_, info_);
        return true;
    }
    bool write_row(const std::uint8_t* row) {
        if (setjmp(leave_) != 0) {
            return false;
        }
        png_write_row(png_, row);
        return true;
    }
    bool finish() {
        if (setjmp(leave_) != 0) {
            return false;
        }
        png_write_end(png_, nullptr);
        return true;
    }
    std::string take() { return std::move(bytes_); }

  private:
    std::jmp_buf leave_{};
    std::string bytes_;
    png_structp png_;
    png_infop info_;
};

}  // namespace

PngReader::PngReader(std::FILE* file)
    : file_(file),
      png_(png_create_read_struct(PNG_LIBPNG_VER_STRING, &leave_, leave, say_nothing)),
      info_(png_ == nullptr ? nullptr : png_create_info_struct(png_)) {}

PngReader::~PngReader() {
    png_destroy_read_struct(&png_, &info_, nullptr);
}

bool PngReader::read_head() {
    if (info_ == nullptr || setjmp(leave_) != 0) {
        return false;
    }
    png_init_io(png_, file_);
    png_set_user_limits(png_, kPictureSideMax, kPictureSideMax);
    png_set_chunk_malloc_max(png_, kPngChunkBytesMax);
    png_read_info(png_, info_);
    return true;
}

bool PngReader::begin() {
    if (setjmp(leave_) != 0) {
        return false;
    }
    png_set_expand(png_);
    png_set_scale_16(png_);
    png_set_gray_to_rgb(png_);
    passes_ = png_set_interlace_handling(png_);
    png_read_update_info(png_, info_);
    return png_get_rowbytes(png_, info_) == std::size_t{width()} * channels();
}

bool PngReader::next_row(std::uint8_t* row) {
    if (setjmp(leave_) != 0) {
        return false;
    }
    png_read_row(png_, row, nullptr);
    return true;
}

bool PngReader::finish() {
    if (setjmp(leave_) != 0) {
        return false;
    }
    png_read_end(png_, nullptr);
    return true;
}

std::optional<std::string> png_of(const Raster& raster) {
    PngWriter writer;
    bool good = writer.begin(raster);
    for (std::uint32_t y = 0; good && y < raster.height; ++y) {
        good = writer.write_row(raster.row(y));
    }
    return good && writer.finish() ? std::optional(writer.take()) : std::nullopt;
}

}  // namespace taizhang::exchange
