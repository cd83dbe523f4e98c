// SPDX-License-Identifier: Apache-2.0
#include "api/forms.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace taizhang::api {
namespace {

constexpr std::string_view kFilePart = "file";

Result<void> check_parts(const std::vector<http::ReceivedPart>& parts,
                         const std::vector<std::string>& names) {
    for (const auto& part : parts) {
        const bool file = part.file != nullptr;
        const bool known =
            file ? part.head.name == kFilePart
                 : part.head.name != kFilePart &&
                       std::find(names.begin(), names.end(), part.head.name) != names.end();
        if (!known) {
            return fail_at(ErrorCode::InvalidInput,
                           SourcePlace{"", "", 0, "/" + part.head.name, "", ""},
                           "表单里没有这一项，文件要叫 file", "unknown part of a form");
        }
        if (!is_valid_utf8(part.value)) {
            return fail_at(ErrorCode::InvalidInput,
                           SourcePlace{"", "", 0, "/" + part.head.name, "", ""},
                           "文字的编码不对，要用 UTF-8", "a field of a form is no UTF-8");
        }
    }
    return {};
}

}  // namespace

std::string Form::value(std::string_view name) const {
    const auto* part = http::find_part(parts, name);
    return part == nullptr ? "" : part->value;
}

Result<std::unique_ptr<Form>> read_form(const http::Request& request,
                                        const std::filesystem::path& folder,
                                        const std::vector<std::string>& names) try {
    const auto boundary = http::multipart_boundary(request.headers.get("Content-Type"));
    if (!boundary || request.body_file.empty()) {
        return fail(ErrorCode::InvalidInput, "请求要用 multipart/form-data", "not a form");
    }
    std::ifstream body(request.body_file, std::ios::binary);
    auto form = std::make_unique<Form>();
    form->parts = TZ_TRY(http::read_multipart(body, *boundary, folder));
    TZ_TRY(check_parts(form->parts, names));
    for (const auto& part : form->parts) {
        if (part.file) {
            const auto digest = TZ_TRY(service::digest_of_file(part.file->path()));
            form->files.push_back({part.file->path(), part.head.file_name.value_or(""),
                                   static_cast<std::int64_t>(part.bytes), digest});
        }
    }
    return form;
} catch (const std::system_error& error) {
    return fail(ErrorCode::Io, "磁盘写不进去，请告诉管理员", error.what());
}

std::string form_content(const Form& form) {
    CanonicalBytes bytes;
    for (const auto& part : form.parts) {
        bytes.add(part.head.name).add(part.head.file_name.value_or("")).add(part.value);
    }
    for (const auto& file : form.files) {
        bytes.add(file.digest);
    }
    return bytes.bytes();
}

}  // namespace taizhang::api
