// SPDX-License-Identifier: Apache-2.0
#include "exchange/xlsx_reader.hpp"

#include <optional>
#include <utility>

#include "exchange/limits.hpp"
#include "exchange/source_error.hpp"
#include "exchange/xlsx_sheet.hpp"
#include "exchange/xlsx_workbook.hpp"
#include "exchange/xml_part.hpp"

namespace taizhang::exchange {
namespace {

class XlsxReader final : public TableReader {
  public:
    explicit XlsxReader(SheetContext context) : context_(std::move(context)), handler_(context_) {}

    Result<void> open_part(const ZipArchive& archive, const std::string& part) {
        part_.emplace(TZ_TRY(XmlPart::open(archive, part, kZipEntryBytesMax, handler_)));
        return {};
    }

    Result<const Row*> next() override {
        if (failed_) {
            return tl::unexpected<Error>(*failed_);
        }
        auto paused = part_->advance();
        if (!paused) {
            failed_ = complete(std::move(paused).error());
            return tl::unexpected<Error>(*failed_);
        }
        return *paused ? &handler_.row() : nullptr;
    }

    const std::string& sheet() const override { return context_.sheet; }
    double progress() const override { return part_->progress(); }

  private:
    // An error below the sheet does not know where the reading had come to.
    Error complete(Error error) const {
        if (error.place && error.place->sheet.empty()) {
            error.place->sheet = context_.sheet;
            error.place->line = handler_.row().number;
        }
        return error;
    }

    SheetContext context_;
    SheetHandler handler_;
    std::optional<XmlPart> part_;
    std::optional<Error> failed_;
};

}  // namespace

Result<std::unique_ptr<TableReader>> open_xlsx(const std::filesystem::path& path,
                                               const OpenOptions& options) {
    const auto archive = TZ_TRY(ZipArchive::open(path));
    const auto workbook = TZ_TRY(read_workbook(archive));
    const auto sheet = TZ_TRY(choose_sheet(workbook, options.sheet, archive.file_name()));
    SheetContext context;
    context.file = archive.file_name();
    context.sheet = sheet.name;
    context.date_system = workbook.date_system;
    if (!workbook.strings_part.empty()) {
        context.strings = TZ_TRY(SharedStrings::read(archive, workbook.strings_part));
    }
    if (!workbook.styles_part.empty()) {
        context.styles = TZ_TRY(Styles::read(archive, workbook.styles_part));
    }
    auto reader = std::make_unique<XlsxReader>(std::move(context));
    TZ_TRY(reader->open_part(archive, sheet.part));
    return reader;
}

}  // namespace taizhang::exchange
