// SPDX-License-Identifier: Apache-2.0
// Texts of a workbook. Most cells hold an index into one list of shared strings, which is therefore
// the only thing of a workbook that is kept in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "exchange/limits.hpp"
#include "exchange/zip_entry.hpp"

namespace taizhang::exchange {

// _x000A_ stands for a character XML cannot hold. Decodes `text` from byte `from` on.
void decode_escapes(std::string& text, std::size_t from = 0);

// The text of a <si> or <is> element: its runs joined, the pronunciation (rPh) left out.
class RichText {
  public:
    void on_start(std::string_view name);
    void on_end(std::string_view name);
    void on_text(std::string_view text);

    void clear();
    std::string& text() { return text_; }

  private:
    std::string text_;
    std::size_t piece_start_ = 0;
    bool in_piece_ = false;
    bool in_pronunciation_ = false;
};

class SharedStrings {
  public:
    // LimitExceeded when they need more than `bytes_max` of memory.
    static Result<SharedStrings> read(const ZipArchive& archive, const std::string& part,
                                      std::size_t bytes_max = kSharedStringsBytesMax);

    SharedStrings() = default;  // none

    std::size_t size() const { return ends_.size(); }
    std::optional<std::string_view> at(std::size_t index) const;
    std::size_t bytes() const { return text_bytes_ + ends_.size() * sizeof(std::uint32_t); }

    void append(std::string_view text);

  private:
    // Blocks, because one text that grows is in memory twice while it moves. A string lies within
    // one block; its end counts from the first block on as if all were full.
    std::vector<std::string> blocks_;
    std::deque<std::uint32_t> ends_;
    std::size_t text_bytes_ = 0;
};

}  // namespace taizhang::exchange
