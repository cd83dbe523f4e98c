// SPDX-License-Identifier: Apache-2.0
// Which cell styles of a workbook show a number as a date. Everything else of styles.xml is looks.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "exchange/xlsx_date.hpp"
#include "exchange/zip_entry.hpp"

namespace taizhang::exchange {

class Styles {
  public:
    static Result<Styles> read(const ZipArchive& archive, const std::string& part);

    Styles() = default;  // no dates anywhere

    // None for an index the file does not define.
    DateFormat date_format(std::size_t style) const {
        return style < formats_.size() ? formats_[style] : DateFormat::None;
    }

  private:
    std::vector<DateFormat> formats_;  // by index of cellXfs
};

}  // namespace taizhang::exchange
