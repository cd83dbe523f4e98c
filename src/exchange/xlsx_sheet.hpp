// SPDX-License-Identifier: Apache-2.0
// Turns the events of one worksheet part into rows. The dimension tag is not read (it is often
// wrong), formulas are not calculated (the value the last program stored counts), and merged ranges
// need no care: their value stands in the top-left cell and the others are empty.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "exchange/table.hpp"
#include "exchange/xlsx_date.hpp"
#include "exchange/xlsx_strings.hpp"
#include "exchange/xlsx_styles.hpp"
#include "exchange/xml_part.hpp"

namespace taizhang::exchange {

// What the cells of a sheet refer to. Must outlive the handler.
struct SheetContext {
    std::string file;
    std::string sheet;
    SharedStrings strings;
    Styles styles;
    DateSystem date_system = DateSystem::From1900;
};

class SheetHandler final : public XmlHandler {
  public:
    explicit SheetHandler(const SheetContext& context) : context_(context) {}

    void on_start(std::string_view name, const XmlAttributes& attributes) override;
    void on_end(std::string_view name) override;
    void on_text(std::string_view text) override;

    // Complete whenever the handler has paused the part.
    const Row& row() const { return row_; }

  private:
    enum class Inside { Nothing, Value, Formula, InlineText };

    void begin_row(const XmlAttributes& attributes);
    void finish_row();
    void begin_cell(const XmlAttributes& attributes);
    void finish_cell();
    Cell cell_value();
    Cell shared_string();
    Cell number_cell();
    Cell text_cell(std::string text);
    bool add_bytes(std::size_t count, std::size_t cell_bytes);
    void stop_at(ErrorCode code, std::string message, std::string log,
                 const std::string& value = "");

    const SheetContext& context_;
    Row row_;
    std::size_t row_bytes_ = 0;
    bool in_data_ = false;
    bool in_row_ = false;
    bool in_cell_ = false;

    std::size_t column_ = 0;
    std::size_t next_column_ = 0;
    std::string type_;
    std::size_t style_ = 0;
    std::string value_;
    std::string formula_;
    bool has_formula_ = false;
    RichText inline_text_;
    Inside inside_ = Inside::Nothing;
};

// B7 → 1; nullopt when no letters stand in front or when they go beyond XFD.
std::optional<std::size_t> column_of_reference(std::string_view reference);

}  // namespace taizhang::exchange
