// SPDX-License-Identifier: Apache-2.0
#include "exchange/document_type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "base/text.hpp"
#include "exchange/content_kind.hpp"
#include "exchange/text_stream.hpp"
#include "exchange/zip_entry.hpp"

namespace taizhang::exchange {
namespace {

constexpr std::size_t kSignatureBytes = 16;

// A view that begins with the first byte after `skip`.
struct TypeSignature {
    std::size_t skip;
    std::string_view bytes;
    std::string_view media_type;
};

constexpr std::string_view kDocx =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr std::string_view kXlsx =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::string_view kPptx =
    "application/vnd.openxmlformats-officedocument.presentationml.presentation";

constexpr std::array<DocumentType, 12> kTypes = {{
    {"application/pdf", "PDF", ".pdf", false},
    {"image/jpeg", "JPEG 图片", ".jpg .jpeg", true},
    {"image/png", "PNG 图片", ".png", true},
    {"image/webp", "WebP 图片", ".webp", false},
    {kDocx, "文字文档", ".docx", false},
    {kXlsx, "表格", ".xlsx", false},
    {kPptx, "演示文稿", ".pptx", false},
    {"application/ofd", "OFD 版式文件", ".ofd", false},
    {"application/msword", "旧格式文字文档", ".doc .wps", false},
    {"application/vnd.ms-excel", "旧格式表格", ".xls .et", false},
    {"application/vnd.ms-powerpoint", "旧格式演示文稿", ".ppt .dps", false},
    {"text/plain", "文本", ".txt .csv .md .log .json", false},
}};

constexpr std::array<TypeSignature, 4> kTypeSignatures = {{
    {0, "%PDF-", "application/pdf"},
    {0, "\xFF\xD8\xFF", "image/jpeg"},
    {0, "\x89PNG\r\n\x1A\n", "image/png"},
    {8, "WEBP", "image/webp"},
}};

// The part that makes an archive a document of that kind.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kParts = {{
    {"word/document.xml", kDocx},
    {"xl/workbook.xml", kXlsx},
    {"ppt/presentation.xml", kPptx},
    {"OFD.xml", "application/ofd"},
}};
constexpr std::array<std::string_view, 3> kMacroParts = {"word/vbaProject.bin", "xl/vbaProject.bin",
                                                         "ppt/vbaProject.bin"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kStreams = {{
    {"WordDocument", "application/msword"},
    {"Workbook", "application/vnd.ms-excel"},
    {"Book", "application/vnd.ms-excel"},
    {"PowerPoint Document", "application/vnd.ms-powerpoint"},
}};
constexpr std::array<std::string_view, 2> kMacroStreams = {"_VBA_PROJECT", "Macros"};

tl::unexpected<Error> refused(std::string message, std::string log) {
    std::vector<std::string> titles;
    for (const auto& type : kTypes) {
        titles.emplace_back(type.title);
    }
    return fail(ErrorCode::Unsupported,
                fmt::format("{}。能收的有：{}", std::move(message), join(titles, "、")),
                "attachment: " + std::move(log));
}

using Found = Result<const DocumentType*>;

Found of_beginning(const std::filesystem::path& file, std::string log) {
    std::ifstream stream(file, std::ios::binary);
    std::array<char, kSignatureBytes> bytes{};
    stream.read(bytes.data(), bytes.size());
    const std::string_view beginning(bytes.data(), static_cast<std::size_t>(stream.gcount()));
    for (const auto& signature : kTypeSignatures) {
        const bool riff = signature.skip == 0 || beginning.starts_with("RIFF");
        if (riff && beginning.size() >= signature.skip &&
            beginning.substr(signature.skip).starts_with(signature.bytes)) {
            return document_type_named(signature.media_type);
        }
    }
    return refused("这种文件不收", std::move(log));
}

Found of_archive(const std::filesystem::path& file) {
    const auto archive = ZipArchive::open(file);
    if (!archive) {
        return fail(archive.error().code, "文件打不开，可能损坏了或没有传完整，请重新选择",
                    archive.error().log);
    }
    const auto has = [&](std::string_view part) { return archive->contains(std::string(part)); };
    if (std::any_of(kMacroParts.begin(), kMacroParts.end(), has)) {
        return refused("文件里有宏，不收。请另存为不带宏的格式", "macros");
    }
    for (const auto& [part, media_type] : kParts) {
        if (has(part)) {
            return document_type_named(media_type);
        }
    }
    return refused("压缩包不收，请解开后逐个上传", "an archive");
}

Found of_compound_file(const std::filesystem::path& file) {
    const auto has = [&](std::string_view name) { return compound_file_names(file, name); };
    if (std::any_of(kMacroStreams.begin(), kMacroStreams.end(), has)) {
        return refused("文件里有宏，不收。请另存为不带宏的格式", "macros");
    }
    for (const auto& [stream, media_type] : kStreams) {
        if (has(stream)) {
            return document_type_named(media_type);
        }
    }
    return refused("这种文件不收", "a compound file of another program");
}

// What no text has: all control characters but those that lay it out.
bool is_text(std::string_view piece) {
    return std::none_of(piece.begin(), piece.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || byte == 0x7F;
    });
}

Found of_text(const std::filesystem::path& file) {
    auto stream = TextStream::open(file);
    while (stream) {
        const auto piece = stream->next_piece();
        if (!piece || !is_text(*piece)) {
            break;
        }
        if (piece->empty()) {
            return document_type_named("text/plain");
        }
    }
    return of_beginning(file, "neither a text nor of a known signature");
}

std::string lowered(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

}  // namespace

std::span<const DocumentType> document_types() {
    return kTypes;
}

const DocumentType* document_type_named(std::string_view media_type) {
    const auto found = std::ranges::find(kTypes, media_type, &DocumentType::media_type);
    return found == kTypes.end() ? nullptr : &*found;
}

Found document_type_of(const std::filesystem::path& file) {
    const auto kind = content_kind(file);
    if (!kind) {
        return fail(kind.error().code, kind.error().message, kind.error().log);
    }
    switch (*kind) {
        case ContentKind::Zip:
            return of_archive(file);
        case ContentKind::CompoundFile:
            return of_compound_file(file);
        case ContentKind::EncryptedCompoundFile:
            return refused("文件有打开密码，不收。请去掉密码再传", "encrypted");
        case ContentKind::Markup:
            return refused("网页文件不收。请另存为 PDF", "markup");
        case ContentKind::OtherArchive:
            return refused("压缩包不收，请解开后逐个上传", "an archive");
        case ContentKind::Text:
            return of_text(file);
        default:
            return of_beginning(file, "a picture of another kind");
    }
}

std::string name_of_type(std::string name, const DocumentType& type) {
    const auto endings = split(type.endings, " ");
    const std::string lower = lowered(name);
    const bool fits = std::any_of(endings.begin(), endings.end(), [&](const std::string& ending) {
        return lower.ends_with(ending) && lower.size() > ending.size();
    });
    return fits ? name : name + endings.front();
}

}  // namespace taizhang::exchange
