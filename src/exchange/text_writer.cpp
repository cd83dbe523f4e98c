// SPDX-License-Identifier: Apache-2.0
#include "exchange/text_writer.hpp"

#include "exchange/limits.hpp"
#include "exchange/table_writers.hpp"

namespace taizhang::exchange {

Result<void> TextWriter::open(std::string_view first_bytes) {
    file_.open(unfinished_.path(), std::ios::binary | std::ios::trunc);
    if (!file_) {
        return unfinished_.fail_io("cannot open");
    }
    buffer_ = first_bytes;
    return {};
}

Result<void> TextWriter::write_row(std::span<const OutputCell> cells) {
    ++line_;
    TZ_TRY(check_row(cells, columns_, line_, unfinished_.shown_name()));
    format_(cells, buffer_);
    return buffer_.size() < kReadBufferBytes ? Result<void>() : flush();
}

Result<void> TextWriter::finish() {
    TZ_TRY(flush());
    file_.close();
    if (!file_) {
        return unfinished_.fail_io("cannot close");
    }
    return unfinished_.commit();
}

Result<void> TextWriter::flush() {
    file_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    buffer_.clear();
    if (!file_) {
        return unfinished_.fail_io("cannot write");
    }
    return {};
}

}  // namespace taizhang::exchange
