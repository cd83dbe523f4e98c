// SPDX-License-Identifier: Apache-2.0
#include "exchange/xlsx_styles.hpp"

#include <fmt/format.h>

#include <charconv>
#include <unordered_map>

#include "exchange/limits.hpp"
#include "exchange/source_error.hpp"
#include "exchange/xml_part.hpp"

namespace taizhang::exchange {
namespace {

unsigned id_of(const XmlAttributes& attributes) {
    const auto text = attributes.find("numFmtId").value_or("");
    unsigned id = 0;
    std::from_chars(text.data(), text.data() + text.size(), id);
    return id;
}

class StylesHandler final : public XmlHandler {
  public:
    explicit StylesHandler(std::string file) : file_(std::move(file)) {}

    void on_start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "cellXfs") {
            in_cell_styles_ = true;
        } else if (name == "numFmts") {
            in_formats_ = true;  // differential styles have a numFmt of their own
        } else if (name == "numFmt" && in_formats_) {
            const auto code = attributes.find("formatCode").value_or("");
            custom_[id_of(attributes)] = date_format_of_code(code);
        } else if (name == "xf" && in_cell_styles_) {
            ids_.push_back(id_of(attributes));
        }
        if (ids_.size() > kStylesMax || custom_.size() > kStylesMax) {
            stop(Error{ErrorCode::LimitExceeded,
                       "文件的单元格样式过多，请把数据复制到新的表格后再试",
                       fmt::format("xlsx: more than {} styles", kStylesMax), file_place(file_)});
        }
    }

    void on_end(std::string_view name) override {
        if (name == "cellXfs") {
            in_cell_styles_ = false;
        } else if (name == "numFmts") {
            in_formats_ = false;
        }
    }

    void on_text(std::string_view) override {}

    // At the end only: a file may give the formats after the styles that use them.
    std::vector<DateFormat> formats() const {
        std::vector<DateFormat> formats;
        for (const auto id : ids_) {
            const auto custom = custom_.find(id);
            formats.push_back(custom != custom_.end() ? custom->second : date_format_of_id(id));
        }
        return formats;
    }

  private:
    std::string file_;
    std::vector<unsigned> ids_;
    std::unordered_map<unsigned, DateFormat> custom_;
    bool in_cell_styles_ = false;
    bool in_formats_ = false;
};

}  // namespace

Result<Styles> Styles::read(const ZipArchive& archive, const std::string& part) {
    StylesHandler handler(archive.file_name());
    TZ_TRY(parse_part(archive, part, kZipPartBytesMax, handler));
    Styles styles;
    styles.formats_ = handler.formats();
    return styles;
}

}  // namespace taizhang::exchange
