// SPDX-License-Identifier: Apache-2.0
#include "exchange/old_workbook.hpp"

#include <algorithm>
#include <utility>

#include "exchange/office_converter.hpp"
#include "exchange/source_error.hpp"
#include "exchange/xlsx_reader.hpp"

namespace taizhang::exchange {
namespace {

std::string lower_extension(const std::filesystem::path& path) {
    auto extension = path.extension().string();
    std::ranges::transform(extension, extension.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return extension;
}

std::string message_without_office(const std::filesystem::path& path) {
    const auto extension = lower_extension(path);
    if (extension == ".et" || extension == ".ett") {
        return "WPS 的 .et 格式要先转换：请用 WPS 打开后另存为 .xlsx，或在本机安装 LibreOffice";
    }
    if (extension == ".xls" || extension == ".xlt") {
        return "旧的 .xls 格式要先转换：请用 WPS 或 Excel 打开后另存为 .xlsx，或在本机安装 "
               "LibreOffice";
    }
    return "这是旧格式（如 .xls、.et）或加密的文件，请用 WPS 或 Excel 打开后另存为不加密的 .xlsx";
}

// Errors name the file that the user gave.
Error renamed(Error error, const std::filesystem::path& path) {
    if (error.place) {
        error.place->file = shown_name(path);
    }
    return error;
}

class OldWorkbookReader final : public TableReader {
  public:
    OldWorkbookReader(std::filesystem::path path, PrivateFolder folder,
                      std::unique_ptr<TableReader> converted)
        : path_(std::move(path)), folder_(std::move(folder)), converted_(std::move(converted)) {}

    Result<const Row*> next() override {
        auto row = converted_->next();
        return row ? std::move(row) : tl::unexpected(renamed(std::move(row).error(), path_));
    }
    const std::string& sheet() const override { return converted_->sheet(); }
    double progress() const override { return converted_->progress(); }

  private:
    std::filesystem::path path_;
    PrivateFolder folder_;  // goes after the reader of what lies in it
    std::unique_ptr<TableReader> converted_;
};

}  // namespace

Result<std::unique_ptr<TableReader>> open_old_workbook(const std::filesystem::path& path,
                                                       const OpenOptions& options) {
    const auto program = office_program();
    if (program.empty()) {
        return fail_file(ErrorCode::Unsupported, shown_name(path), message_without_office(path),
                         "table: compound file, and no LibreOffice");
    }
    auto folder = TZ_TRY(PrivateFolder::create());
    const auto converted = TZ_TRY(convert_to_xlsx(program, path, folder));
    auto reader = open_xlsx(converted, options);
    if (!reader) {
        return tl::unexpected(renamed(std::move(reader).error(), path));
    }
    return std::make_unique<OldWorkbookReader>(path, std::move(folder), std::move(*reader));
}

}  // namespace taizhang::exchange
