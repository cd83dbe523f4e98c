// SPDX-License-Identifier: Apache-2.0
#include "exchange/jpeg.hpp"

#include <jerror.h>

#include <cstdlib>
#include <memory>

#include "exchange/exif_orientation.hpp"
#include "exchange/limits.hpp"

namespace taizhang::exchange {
namespace {

constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr unsigned kSegmentBytesMax = 0xFFFF;

[[noreturn]] void leave(j_common_ptr info) {
    std::longjmp(reinterpret_cast<JpegErrors*>(info->err)->leave, 1);
}

// A negative level is damage in the data. Some cameras pad, or name a version of their own.
void leave_at_damage(j_common_ptr info, int level) {
    const int code = info->err->msg_code;
    const bool harmless =
        code == JWRN_EXTRANEOUS_DATA || code == JWRN_ADOBE_XFORM || code == JWRN_JFIF_MAJOR;
    if (level < 0 && !harmless) {
        leave(info);
    }
}

void say_nothing(j_common_ptr) {}

// A small file can ask for thousands of passes over a large picture.
void count_scans(j_common_ptr info) {
    if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > kJpegScansMax) {
        leave(info);
    }
}

jpeg_error_mgr* prepared(JpegErrors& errors) {
    auto* manager = jpeg_std_error(&errors.manager);
    manager->error_exit = leave;
    manager->emit_message = leave_at_damage;
    manager->output_message = say_nothing;
    return manager;
}

class JpegWriter {
  public:
    JpegWriter() { info_.err = prepared(errors_); }
    ~JpegWriter() {
        jpeg_destroy_compress(&info_);
        std::free(bytes_);
    }
    JpegWriter(const JpegWriter&) = delete;
    JpegWriter& operator=(const JpegWriter&) = delete;

    bool begin(std::uint32_t width, std::uint32_t height) {
        if (setjmp(errors_.leave) != 0) {
            return false;
        }
        jpeg_create_compress(&info_);
        jpeg_mem_dest(&info_, &bytes_, &size_);
        info_.image_width = width;
        info_.image_height = height;
        info_.input_components = 3;
        info_.in_color_space = JCS_RGB;
        jpeg_set_defaults(&info_);
        jpeg_set_quality(&info_, kPublishedJpegQuality, TRUE);
        jpeg_start_compress(&info_, TRUE);
        return true;
    }
    bool write_row(const std::uint8_t* row) {
        if (setjmp(errors_.leave) != 0) {
            return false;
        }
        // It is read alone; the library's type does not say so.
        row_[0] = const_cast<std::uint8_t*>(row);
        return jpeg_write_scanlines(&info_, row_, 1) == 1;
    }
    bool finish() {
        if (setjmp(errors_.leave) != 0) {
            return false;
        }
        jpeg_finish_compress(&info_);
        return true;
    }
    std::string bytes() const { return {reinterpret_cast<const char*>(bytes_), size_}; }

  private:
    JpegErrors errors_;
    jpeg_compress_struct info_{};
    std::uint8_t* row_[1] = {};
    unsigned char* bytes_ = nullptr;
    unsigned long size_ = 0;
};

}  // namespace

JpegReader::JpegReader(std::FILE* file) : file_(file) {
    info_.err = prepared(errors_);
    progress_.progress_monitor = count_scans;
}

JpegReader::~JpegReader() {
    jpeg_destroy_decompress(&info_);
}

bool JpegReader::read_head() {
    if (setjmp(errors_.leave) != 0) {
        return false;
    }
    jpeg_create_decompress(&info_);
    info_.mem->max_memory_to_use = kJpegDecoderBytesMax;
    info_.progress = &progress_;
    jpeg_stdio_src(&info_, file_);
    jpeg_save_markers(&info_, kExifMarker, kSegmentBytesMax);
    return jpeg_read_header(&info_, TRUE) == JPEG_HEADER_OK;
}

bool JpegReader::has_colours() const {
    return info_.jpeg_color_space == JCS_GRAYSCALE || info_.jpeg_color_space == JCS_RGB ||
           info_.jpeg_color_space == JCS_YCbCr;
}

int JpegReader::orientation() const {
    for (const auto* marker = info_.marker_list; marker != nullptr; marker = marker->next) {
        const int found =
            exif_orientation({reinterpret_cast<const char*>(marker->data), marker->data_length});
        if (found != 1) {
            return found;
        }
    }
    return 1;
}

bool JpegReader::begin() {
    if (setjmp(errors_.leave) != 0) {
        return false;
    }
    info_.out_color_space = JCS_RGB;
    return jpeg_start_decompress(&info_) == TRUE;
}

bool JpegReader::next_row(std::uint8_t* row) {
    if (setjmp(errors_.leave) != 0) {
        return false;
    }
    return jpeg_read_scanlines(&info_, &row, 1) == 1;
}

bool JpegReader::finish() {
    if (setjmp(errors_.leave) != 0) {
        return false;
    }
    return jpeg_finish_decompress(&info_) == TRUE;
}

std::optional<std::string> jpeg_of(const Raster& raster) {
    JpegWriter writer;
    bool good = writer.begin(raster.width, raster.height);
    for (std::uint32_t y = 0; good && y < raster.height; ++y) {
        good = writer.write_row(raster.row(y));
    }
    return good && writer.finish() ? std::optional(writer.bytes()) : std::nullopt;
}

}  // namespace taizhang::exchange
