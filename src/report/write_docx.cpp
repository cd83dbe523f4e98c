// SPDX-License-Identifier: Apache-2.0
#include "report/assets.hpp"
#include "report/docx_document.hpp"
#include "report/docx_package.hpp"
#include "report/writer.hpp"

namespace taizhang::report {

Result<std::string> write_docx(const Report& report) {
    // The content types come first, where every reader looks for them.
    return pack_parts({
        {"[Content_Types].xml", std::string(assets::kDocxContentTypes)},
        {"_rels/.rels", std::string(assets::kDocxPackageRels)},
        {"word/document.xml", docx_document_xml(report)},
        {"word/_rels/document.xml.rels", std::string(assets::kDocxDocumentRels)},
        {"word/styles.xml", std::string(assets::kDocxStyles)},
        {"word/settings.xml", std::string(assets::kDocxSettings)},
        {"word/fontTable.xml", std::string(assets::kDocxFontTable)},
        {"word/footer1.xml", std::string(assets::kDocxFooterOdd)},
        {"word/footer2.xml", std::string(assets::kDocxFooterEven)},
        {"docProps/core.xml", docx_core_xml(report)},
        {"docProps/app.xml", std::string(assets::kDocxApp)},
    });
}

}  // namespace taizhang::report
