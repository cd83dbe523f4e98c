// SPDX-License-Identifier: Apache-2.0
// The files of assets/, compiled in by assets/embed.cmake: the writers need no file at run time.
#pragma once

#include <string_view>

namespace taizhang::report::assets {

extern const std::string_view kReportCss;
extern const std::string_view kReportJs;
extern const std::string_view kIconsSvg;
extern const std::string_view kDocxApp;
extern const std::string_view kDocxContentTypes;
extern const std::string_view kDocxDocumentRels;
extern const std::string_view kDocxFontTable;
extern const std::string_view kDocxFooterEven;
extern const std::string_view kDocxFooterOdd;
extern const std::string_view kDocxPackageRels;
extern const std::string_view kDocxSettings;
extern const std::string_view kDocxStyles;

}  // namespace taizhang::report::assets
