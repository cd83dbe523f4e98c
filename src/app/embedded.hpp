// SPDX-License-Identifier: Apache-2.0
// Files that the binary carries, so that it is all an office has to copy.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace taizhang::app {

struct EmbeddedFile {
    std::string name;          // relative, with /
    std::string_view content;  // lives as long as the program
};

std::vector<EmbeddedFile> default_pack_files();
std::vector<EmbeddedFile> demo_workbook_files();
// The page at /api/docs and the program of others that it is made with.
std::vector<EmbeddedFile> api_page_files();
std::vector<EmbeddedFile> swagger_ui_files();
// What web/build makes.
std::vector<EmbeddedFile> web_files();

}  // namespace taizhang::app
