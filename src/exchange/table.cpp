// SPDX-License-Identifier: Apache-2.0
#include "exchange/table.hpp"

#include <utility>

#include "exchange/content_kind.hpp"
#include "exchange/csv_reader.hpp"
#include "exchange/old_workbook.hpp"
#include "exchange/source_error.hpp"
#include "exchange/xlsx_reader.hpp"

namespace taizhang::exchange {
namespace {

tl::unexpected<Error> fail_unsupported(const std::filesystem::path& path, ContentKind kind) {
    const auto refuse = [&](std::string message, std::string log) {
        return fail_file(ErrorCode::Unsupported, shown_name(path), std::move(message),
                         std::move(log));
    };
    switch (kind) {
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
        case ContentKind::CompoundFile:
            return open_old_workbook(path, options);
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
