// SPDX-License-Identifier: Apache-2.0
#include "exchange/text_stream.hpp"

#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <new>

#include "base/text.hpp"
#include "exchange/limits.hpp"
#include "exchange/source_error.hpp"
#include "exchange/utf8.hpp"

namespace taizhang::exchange {
namespace {

// A text counts as UTF-8 with damage, rather than as GB18030, when this many characters are valid
// for each that is not: Chinese text in GB18030 is almost never valid UTF-8.
constexpr std::size_t kValidPerDamaged = 10;

constexpr std::size_t kConverterUnitsKept = 8;  // more than a converter holds back between calls

struct Utf8Count {
    std::size_t valid = 0;  // characters beyond ASCII
    std::size_t damaged = 0;
    std::size_t bytes = 0;  // from the first character beyond ASCII on
};

// Adds `text` to the count and leaves what may be the front of a character.
void count_utf8(Utf8Count& count, std::string& text) {
    const auto whole = std::string_view(text).substr(0, whole_characters(text));
    std::size_t at = ascii_end(whole, 0);
    count.bytes += count.bytes > 0 ? whole.size() : whole.size() - at;
    for (; at < whole.size(); at = ascii_end(whole, at)) {
        ++(next_character(whole, at) < 0 ? count.damaged : count.valid);
    }
    text.erase(0, whole.size());
}

bool looks_like_utf8(const Utf8Count& count) {
    return count.damaged == 0 || count.valid > kValidPerDamaged * count.damaged;
}

struct ByteOrderMark {
    std::string_view bytes;
    TextEncoding encoding;
};

constexpr ByteOrderMark kByteOrderMarks[] = {
    {"\xEF\xBB\xBF", TextEncoding::Utf8},
    {"\xFF\xFE", TextEncoding::Utf16LittleEndian},
    {"\xFE\xFF", TextEncoding::Utf16BigEndian},
    {"\x84\x31\x95\x33", TextEncoding::Gb18030},
};

const char* converter_name(TextEncoding encoding) {
    switch (encoding) {
        case TextEncoding::Utf16LittleEndian:
            return "UTF-16LE";
        case TextEncoding::Utf16BigEndian:
            return "UTF-16BE";
        case TextEncoding::Gb18030:
            return "GB18030";
        case TextEncoding::Utf8:
            break;
    }
    return "UTF-8";
}

UConverter* open_converter(const char* name) {
    UErrorCode code = U_ZERO_ERROR;
    auto* converter = ucnv_open(name, &code);
    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &code);
    if (U_FAILURE(code)) {
        ucnv_close(converter);
        throw std::bad_alloc();  // the names are ICU's own: nothing else can be missing
    }
    return converter;
}

}  // namespace

void TextStream::Closer::operator()(UConverter* converter) const {
    ucnv_close(converter);
}

Result<TextStream> TextStream::open(const std::filesystem::path& path) {
    TextStream stream;
    stream.file_name_ = shown_name(path);
    stream.file_.open(path, std::ios::binary);
    std::error_code code;
    stream.bytes_total_ = std::filesystem::file_size(path, code);
    if (!stream.file_ || code) {
        return fail_file(ErrorCode::Io, stream.file_name_, "文件无法读取", "text: cannot open");
    }
    TZ_TRY(stream.choose_encoding());
    return stream;
}

Result<std::size_t> TextStream::read_some() {
    const auto before = raw_.size();
    raw_.resize(before + kReadBufferBytes);
    file_.read(raw_.data() + before, static_cast<std::streamsize>(kReadBufferBytes));
    const auto count = static_cast<std::size_t>(file_.gcount());
    raw_.resize(before + count);
    bytes_read_ += count;
    if (file_.bad()) {
        return fail_file(ErrorCode::Io, file_name_, "文件读取中断", "text: read failed");
    }
    at_end_ = count < kReadBufferBytes;
    return count;
}

Result<void> TextStream::choose_encoding() {
    TZ_TRY(read_some());
    const auto* mark = std::ranges::find_if(
        kByteOrderMarks, [&](const ByteOrderMark& known) { return raw_.starts_with(known.bytes); });
    if (mark != std::end(kByteOrderMarks)) {
        encoding_ = mark->encoding;
        raw_.erase(0, mark->bytes.size());
    } else {
        encoding_ = TZ_TRY(sample_encoding());
    }
    if (encoding_ != TextEncoding::Utf8) {
        converter_.reset(open_converter(converter_name(encoding_)));
    }
    return {};
}

// Looks ahead to the first character beyond ASCII and a sample from there, then goes back: a
// million lines of digits may come before the first name.
Result<TextEncoding> TextStream::sample_encoding() {
    auto front = raw_;
    const auto front_size = bytes_read_;
    const auto front_is_all = at_end_;
    Utf8Count count;
    count_utf8(count, raw_);
    while (!at_end_ && count.bytes < kEncodingSampleBytes) {
        TZ_TRY(read_some());
        count_utf8(count, raw_);
    }
    count.damaged += at_end_ ? raw_.size() : 0;
    raw_ = std::move(front);
    bytes_read_ = front_size;
    at_end_ = front_is_all;
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(bytes_read_));
    return looks_like_utf8(count) ? TextEncoding::Utf8 : TextEncoding::Gb18030;
}

tl::unexpected<Error> TextStream::fail_encoding() const {
    const auto* message = encoding_ == TextEncoding::Utf8
                              ? "此处的文字不是有效的 UTF-8，请用 WPS 或 Excel 打开后另存为 .xlsx"
                              : "此处的文字无法识别（不是 UTF-8，也不是 GB18030），请另存为 .xlsx";
    return fail_file(ErrorCode::InvalidInput, file_name_, message,
                     std::string("text: bytes that are not ") + converter_name(encoding_));
}

Result<std::string_view> TextStream::next_piece() {
    text_.clear();
    while (text_.empty()) {
        if (damaged_) {
            return fail_encoding();
        }
        if (raw_.empty() && at_end_) {
            return std::string_view();
        }
        if (!at_end_ && raw_.size() < kReadBufferBytes / 2) {
            TZ_TRY(read_some());
        }
        if (encoding_ == TextEncoding::Utf8) {
            take_utf8();
        } else {
            take_converted(at_end_);
        }
    }
    return std::string_view(text_);
}

void TextStream::take_utf8() {
    const auto extent = utf8_extent(raw_);
    const bool cut_off = at_end_ && extent.bytes < raw_.size();
    text_.assign(raw_, 0, extent.bytes);
    raw_.erase(0, extent.bytes);
    damaged_ = extent.damaged || cut_off;
}

// In two steps, because ucnv_convertEx() keeps back what it converted before an error.
void TextStream::take_converted(bool last) {
    UErrorCode code = U_ZERO_ERROR;
    units_.resize(raw_.size() + kConverterUnitsKept);  // no byte gives more than one unit
    UChar* target = units_.data();
    const char* source = raw_.data();
    ucnv_toUnicode(converter_.get(), &target, units_.data() + units_.size(), &source,
                   raw_.data() + raw_.size(), nullptr, last ? 1 : 0, &code);
    damaged_ = U_FAILURE(code) != 0;
    raw_.clear();

    const auto units = static_cast<std::int32_t>(target - units_.data());
    text_.resize(3 * static_cast<std::size_t>(units));  // no unit needs more bytes
    std::int32_t bytes = 0;
    code = U_ZERO_ERROR;
    u_strToUTF8WithSub(text_.data(), static_cast<std::int32_t>(text_.size()), &bytes, units_.data(),
                       units, static_cast<UChar32>(kReplacement), nullptr, &code);
    text_.resize(static_cast<std::size_t>(bytes));
}

double TextStream::progress() const {
    if (bytes_total_ == 0) {
        return 1.0;
    }
    return std::min(1.0, static_cast<double>(bytes_read_) / static_cast<double>(bytes_total_));
}

}  // namespace taizhang::exchange
