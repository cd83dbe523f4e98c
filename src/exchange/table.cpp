// SPDX-License-Identifier: Apache-2.0
#include "exchange/table.hpp"

#include <algorithm>
#include <utility>

#include "exchange/content_kind.hpp"
#include "exchange/csv_reader.hpp"
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

std::string compound_file_message(const std::filesystem::path& path) {
    const auto extension = lower_extension(path);
    if (extension == ".et" || extension == ".ett") {
        return "不支持 WPS 的 .et 格式，请用 WPS 打开后另存为 .xlsx";
    }
    if (extension == ".xls" || extension == ".xlt") {
        return "不支持旧的 .xls 格式，请用 WPS 或 Excel 打开后另存为 .xlsx";
    }
    return "这是旧格式（如 .xls、.et）或加密的文件，请用 WPS 或 Excel 打开后另存为不加密的 .xlsx";
}

tl::unexpected<Error> fail_unsupported(const std::filesystem::path& path, ContentKind kind) {
    const auto refuse = [&](std::string message, std::string log) {
        return fail_file(ErrorCode::Unsupported, shown_name(path), std::move(message),
                         std::move(log));
    };
    switch (kind) {
        case ContentKind::CompoundFile:
            return refuse(compound_file_message(path), "table: compound file");
        case ContentKind::EncryptedCompoundFile:
            return refuse("文件已加密，请在 WPS 或 Excel 中取消密码后另存为 .xlsx",
                          "table: encrypted package");
        case ContentKind::Markup:
            return refuse("这是网页或 XML 格式的表格，请用 WPS 或 Excel 打开后另存为 .xlsx",
                          "table: markup");
        case ContentKind::Pdf:
            return refuse("这是 PDF 文件，不是表格，请提供 .xlsx 或 .csv", "table: PDF");
        case ContentKind::Image:
            return refuse("这是图片，不是表格，请提供 .xlsx 或 .csv", "table: image");
        default:
            return refuse("这是压缩文件，请先解压，再提供其中的 .xlsx 或 .csv", "table: archive");
    }
}

}  // namespace

Result<std::unique_ptr<TableReader>> open_table(const std::filesystem::path& path,
                                                const OpenOptions& options) {
    const auto kind = TZ_TRY(content_kind(path));
    switch (kind) {
        case ContentKind::Zip:
            return open_xlsx(path, options);
        case ContentKind::Text:
            return open_csv(path);
        default:
            return fail_unsupported(path, kind);
    }
}

std::string column_letters(std::size_t index) {
    std::string letters;
    for (auto rest = index + 1; rest > 0; rest = (rest - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    }
    return letters;
}

}  // namespace taizhang::exchange
