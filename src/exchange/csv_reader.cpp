// SPDX-License-Identifier: Apache-2.0
#include "exchange/csv_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "exchange/csv_dialect.hpp"
#include "exchange/limits.hpp"
#include "exchange/source_error.hpp"
#include "exchange/text_stream.hpp"

namespace taizhang::exchange {
namespace {

class ByteSet {
  public:
    explicit ByteSet(std::string_view members) {
        for (const char c : members) {
            members_[static_cast<unsigned char>(c)] = true;
        }
    }
    bool has(char c) const { return members_[static_cast<unsigned char>(c)]; }

  private:
    std::array<bool, 256> members_{};
};

class CsvReader final : public TableReader {
  public:
    CsvReader(TextStream stream, std::string first_piece, CsvDialect dialect)
        : stream_(std::move(stream)),
          first_piece_(std::move(first_piece)),
          rest_(first_piece_),
          delimiter_(dialect.delimiter),
          plain_stops_(std::string("\r\n\0", 3) + dialect.delimiter),
          hint_pending_(dialect.has_hint) {}

    Result<const Row*> next() override {
        if (failed_) {
            return tl::unexpected<Error>(*failed_);
        }
        auto found = read_row();
        if (!found) {
            failed_ = std::move(found).error();
            return tl::unexpected<Error>(*failed_);
        }
        return *found ? &row_ : nullptr;
    }

    const std::string& sheet() const override { return no_sheet_; }
    double progress() const override { return stream_.progress(); }

  private:
    enum class State { CellStart, Plain, Quoted, AfterQuote };

    Result<bool> read_row();
    Result<bool> end_of_file();
    Result<void> step();
    void take_plain();
    void take_quoted();
    void take_line_end(char c);
    void begin_row();
    void finish_cell();
    void finish_row();
    Result<void> check_limits() const;
    tl::unexpected<Error> fail_line(ErrorCode code, std::size_t line, std::string message,
                                    std::string log) const;

    TextStream stream_;
    std::string first_piece_;
    std::string_view rest_;  // of the piece in hand
    char delimiter_;
    ByteSet plain_stops_;
    ByteSet quoted_stops_{std::string_view("\"\r\n\0", 4)};
    bool hint_pending_;

    State state_ = State::CellStart;
    Row row_;
    std::string cell_;
    bool row_done_ = false;
    bool has_text_ = false;  // the row has a cell that is not empty
    bool begun_ = false;     // the row has any character at all
    bool after_return_ = false;
    std::size_t line_ = 1;
    std::size_t quote_line_ = 0;
    std::size_t column_ = 0;
    std::size_t row_bytes_ = 0;
    std::string no_sheet_;
    std::optional<Error> failed_;
};

Result<bool> CsvReader::read_row() {
    begin_row();
    while (true) {
        if (rest_.empty()) {
            auto piece = stream_.next_piece();
            if (!piece) {
                piece.error().place->line = line_;
                return tl::unexpected<Error>(std::move(piece).error());
            }
            rest_ = *piece;
            if (rest_.empty()) {
                return end_of_file();
            }
        }
        TZ_TRY(step());
        if (row_done_ && has_text_ && !std::exchange(hint_pending_, false)) {
            return true;
        }
        if (row_done_) {
            begin_row();
        }
    }
}

Result<bool> CsvReader::end_of_file() {
    if (state_ == State::Quoted) {
        return fail_line(ErrorCode::InvalidInput, quote_line_,
                         "单元格开头的双引号没有闭合，请补上引号，或另存为 .xlsx",
                         "csv: quote not closed at the end of the file");
    }
    if (!begun_) {
        return false;
    }
    finish_row();
    begun_ = false;
    return has_text_ && !hint_pending_;
}

// Consumes at least one character of rest_.
Result<void> CsvReader::step() {
    const char c = rest_.front();
    if (c == '\0') {
        return fail_line(ErrorCode::InvalidInput, line_,
                         "此处有空字符，文件不是文本表格，请用 WPS 或 Excel 打开后另存为 .xlsx",
                         "csv: NUL byte");
    }
    if (std::exchange(after_return_, false) && c == '\n') {
        rest_.remove_prefix(1);
        return {};
    }
    begun_ = true;
    const auto before = rest_.size();
    if (state_ == State::Quoted) {
        take_quoted();
    } else if (c == '"' && state_ == State::CellStart) {
        rest_.remove_prefix(1);
        quote_line_ = line_;
        state_ = State::Quoted;
    } else if (c == '"' && state_ == State::AfterQuote) {
        rest_.remove_prefix(1);
        cell_ += '"';
        state_ = State::Quoted;
    } else {
        take_plain();
    }
    row_bytes_ += before - rest_.size();
    return check_limits();
}

void CsvReader::take_plain() {
    const char c = rest_.front();
    if (c == delimiter_) {
        rest_.remove_prefix(1);
        finish_cell();
    } else if (c == '\n' || c == '\r') {
        take_line_end(c);
        finish_row();
    } else {
        const auto* end =
            std::ranges::find_if(rest_, [this](char x) { return plain_stops_.has(x); });
        const auto length = static_cast<std::size_t>(end - rest_.begin());
        cell_ += rest_.substr(0, length);
        rest_.remove_prefix(length);
        state_ = State::Plain;
    }
}

void CsvReader::take_quoted() {
    const char c = rest_.front();
    if (c == '"') {
        rest_.remove_prefix(1);
        state_ = State::AfterQuote;
    } else if (c == '\n' || c == '\r') {
        take_line_end(c);
        cell_ += '\n';
    } else {
        const auto* end =
            std::ranges::find_if(rest_, [this](char x) { return quoted_stops_.has(x); });
        const auto length = static_cast<std::size_t>(end - rest_.begin());
        cell_ += rest_.substr(0, length);
        rest_.remove_prefix(length);
    }
}

void CsvReader::take_line_end(char c) {
    rest_.remove_prefix(1);
    after_return_ = c == '\r';
    ++line_;
}

void CsvReader::begin_row() {
    row_.number = line_;
    row_.cells.clear();
    cell_.clear();
    column_ = 0;
    row_bytes_ = 0;
    row_done_ = false;
    has_text_ = false;
    begun_ = false;
    state_ = State::CellStart;
}

void CsvReader::finish_cell() {
    const auto text = unguarded(cell_);
    if (!text.empty()) {
        row_.cells.resize(column_ + 1);
        row_.cells[column_] = Cell{CellKind::Text, std::string(text)};
        has_text_ = true;
    }
    cell_.clear();
    ++column_;
    state_ = State::CellStart;
}

void CsvReader::finish_row() {
    finish_cell();
    row_done_ = true;
}

Result<void> CsvReader::check_limits() const {
    if (column_ > kRowCellsMax) {
        return fail_line(ErrorCode::LimitExceeded, row_.number,
                         fmt::format("一行的列数超过 {} 的上限", kRowCellsMax),
                         fmt::format("csv: more than {} cells in a row", kRowCellsMax));
    }
    if (cell_.size() > kCellBytesMax) {
        const bool quoted = state_ == State::Quoted;
        return fail_line(ErrorCode::LimitExceeded, quoted ? quote_line_ : row_.number,
                         fmt::format("单元格内容超过 {} MiB 的上限{}", kCellBytesMax / kMebibyte,
                                     quoted ? "，可能是开头的双引号没有闭合" : ""),
                         fmt::format("csv: cell above {} bytes", kCellBytesMax));
    }
    if (row_bytes_ > kLineBytesMax) {
        return fail_line(ErrorCode::LimitExceeded, row_.number,
                         fmt::format("一行的内容超过 {} MiB 的上限", kLineBytesMax / kMebibyte),
                         fmt::format("csv: line above {} bytes", kLineBytesMax));
    }
    return {};
}

tl::unexpected<Error> CsvReader::fail_line(ErrorCode code, std::size_t line, std::string message,
                                           std::string log) const {
    auto place = file_place(stream_.file_name());
    place.line = line;
    place.column = column_ < kRowCellsMax ? column_letters(column_) : "";
    return fail_at(code, std::move(place), std::move(message), std::move(log));
}

}  // namespace

Result<std::unique_ptr<TableReader>> open_csv(const std::filesystem::path& path) {
    auto stream = TZ_TRY(TextStream::open(path));
    auto piece = stream.next_piece();
    if (!piece) {
        piece.error().place->line = 1;
        return tl::unexpected<Error>(std::move(piece).error());
    }
    std::string first_piece(*piece);
    const auto dialect = detect_dialect(first_piece);
    return std::make_unique<CsvReader>(std::move(stream), std::move(first_piece), dialect);
}

}  // namespace taizhang::exchange
