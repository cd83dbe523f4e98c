// SPDX-License-Identifier: Apache-2.0
#include "exchange/xlsx_workbook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "exchange/limits.hpp"
#include "exchange/source_error.hpp"
#include "exchange/xml_part.hpp"

namespace taizhang::exchange {
namespace {

constexpr const char* kUsualWorkbook = "xl/workbook.xml";

struct Relationship {
    std::string id;
    std::string type;    // the last word of its URI, which strict and transitional share
    std::string target;  // name of a zip entry
};

class RelationshipsHandler final : public XmlHandler {
  public:
    RelationshipsHandler(std::string source_part, std::string file)
        : source_part_(std::move(source_part)), file_(std::move(file)) {}

    void on_start(std::string_view name, const XmlAttributes& attributes) override {
        if (name != "Relationship" || attributes.find("TargetMode") == "External") {
            return;
        }
        const auto type = attributes.find("Type").value_or("");
        found_.push_back(
            Relationship{std::string(attributes.find("Id").value_or("")),
                         std::string(type.substr(type.rfind('/') + 1)),
                         resolve_target(source_part_, attributes.find("Target").value_or(""))});
        if (found_.size() > kRelationshipsMax) {
            stop(Error{ErrorCode::LimitExceeded,
                       "工作簿内部的部件过多，请把数据复制到新的表格后再试",
                       fmt::format("xlsx: more than {} relationships", kRelationshipsMax),
                       file_place(file_)});
        }
    }
    void on_end(std::string_view) override {}
    void on_text(std::string_view) override {}

    std::vector<Relationship>& found() { return found_; }

  private:
    std::string source_part_;
    std::string file_;
    std::vector<Relationship> found_;
};

struct ListedSheet {
    std::string name;
    std::string relationship;
    bool hidden;
};

class WorkbookHandler final : public XmlHandler {
  public:
    explicit WorkbookHandler(std::string file) : file_(std::move(file)) {}

    void on_start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "workbookPr") {
            const auto flag = attributes.find("date1904").value_or("0");
            from_1904_ = flag == "1" || flag == "true";
        } else if (name == "sheet") {
            const auto state = attributes.find("state").value_or("visible");
            sheets_.push_back(ListedSheet{std::string(attributes.find("name").value_or("")),
                                          std::string(attributes.find("id").value_or("")),
                                          state == "hidden" || state == "veryHidden"});
        }
        if (sheets_.size() > kSheetsMax) {
            stop(Error{ErrorCode::LimitExceeded, "工作簿中的工作表过多",
                       fmt::format("xlsx: more than {} sheets", kSheetsMax), file_place(file_)});
        }
    }
    void on_end(std::string_view) override {}
    void on_text(std::string_view) override {}

    const std::vector<ListedSheet>& sheets() const { return sheets_; }
    DateSystem date_system() const {
        return from_1904_ ? DateSystem::From1904 : DateSystem::From1900;
    }

  private:
    std::string file_;
    std::vector<ListedSheet> sheets_;
    bool from_1904_ = false;
};

// xl/workbook.xml → xl/_rels/workbook.xml.rels
std::string relationships_part(const std::string& part) {
    const auto slash = part.rfind('/');
    const auto name_at = slash == std::string::npos ? 0 : slash + 1;
    return part.substr(0, name_at) + "_rels/" + part.substr(name_at) + ".rels";
}

Result<std::vector<Relationship>> read_relationships(const ZipArchive& archive,
                                                     const std::string& part) {
    RelationshipsHandler handler(part, archive.file_name());
    const auto name = relationships_part(part);
    if (archive.contains(name)) {
        TZ_TRY(parse_part(archive, name, kZipListBytesMax, handler));
    }
    return std::move(handler.found());
}

std::string target_of_type(const std::vector<Relationship>& relationships, std::string_view type) {
    const auto found = std::ranges::find(relationships, type, &Relationship::type);
    return found == relationships.end() ? "" : found->target;
}

tl::unexpected<Error> fail_not_workbook(const ZipArchive& archive) {
    const auto& file = archive.file_name();
    if (archive.contains("word/document.xml")) {
        return fail_file(
            ErrorCode::Unsupported, file,
            "这是文字文档，不是表格；请把其中的表格复制到 Excel 或 WPS 表格，保存为 .xlsx",
            "xlsx: a word processing package");
    }
    if (archive.contains("xl/workbook.bin")) {
        return fail_file(ErrorCode::Unsupported, file,
                         "不支持 .xlsb 二进制工作簿，请用 Excel 打开后另存为 .xlsx",
                         "xlsx: a binary workbook");
    }
    return fail_file(ErrorCode::Unsupported, file,
                     "这不是 .xlsx 工作簿，请用 WPS 或 Excel 打开后另存为 .xlsx",
                     "xlsx: no workbook part in the archive");
}

Result<std::string> find_workbook(const ZipArchive& archive) {
    const auto relationships = TZ_TRY(read_relationships(archive, ""));
    const auto named = target_of_type(relationships, "officeDocument");
    for (const auto& part : {named, std::string(kUsualWorkbook)}) {
        if (part.ends_with(".xml") && !part.starts_with("word/") && !part.starts_with("ppt/") &&
            archive.contains(part)) {
            return part;
        }
    }
    return fail_not_workbook(archive);
}

// Some writers leave a relationship out and rely on the usual name.
std::string part_or_usual(const ZipArchive& archive, const std::string& named,
                          const std::string& usual) {
    if (!named.empty() && archive.contains(named)) {
        return named;
    }
    return archive.contains(usual) ? usual : "";
}

}  // namespace

std::string resolve_target(const std::string& source_part, std::string_view target) {
    std::string path(target);
    std::replace(path.begin(), path.end(), '\\', '/');
    if (path.starts_with('/')) {
        path.erase(0, path.find_first_not_of('/'));
    } else {
        path = source_part.substr(0, source_part.rfind('/') + 1) + path;
    }
    std::vector<std::string> folders;
    for (std::size_t begin = 0; begin <= path.size();) {
        const auto end = std::min(path.find('/', begin), path.size());
        const auto step = path.substr(begin, end - begin);
        if (step == ".." && !folders.empty()) {
            folders.pop_back();
        } else if (!step.empty() && step != "." && step != "..") {
            folders.push_back(step);
        }
        begin = end + 1;
    }
    return fmt::format("{}", fmt::join(folders, "/"));
}

Result<Workbook> read_workbook(const ZipArchive& archive) {
    const auto part = TZ_TRY(find_workbook(archive));
    WorkbookHandler handler(archive.file_name());
    TZ_TRY(parse_part(archive, part, kZipListBytesMax, handler));
    const auto relationships = TZ_TRY(read_relationships(archive, part));
    std::map<std::string, const Relationship*> by_id;
    for (const auto& relationship : relationships) {
        by_id.emplace(relationship.id, &relationship);
    }
    Workbook workbook;
    workbook.date_system = handler.date_system();
    for (const auto& listed : handler.sheets()) {
        const auto found = by_id.find(listed.relationship);
        if (found != by_id.end() && found->second->type == "worksheet") {
            workbook.sheets.push_back({listed.name, found->second->target, listed.hidden});
        }
    }
    const auto folder = part.substr(0, part.rfind('/') + 1);
    workbook.strings_part = part_or_usual(archive, target_of_type(relationships, "sharedStrings"),
                                          folder + "sharedStrings.xml");
    workbook.styles_part =
        part_or_usual(archive, target_of_type(relationships, "styles"), folder + "styles.xml");
    return workbook;
}

Result<WorkbookSheet> choose_sheet(const Workbook& workbook, const std::string& name,
                                   const std::string& file) {
    std::string names;
    for (const auto& sheet : workbook.sheets) {
        if (name.empty() ? !sheet.hidden : sheet.name == name) {
            return sheet;
        }
        if (!sheet.hidden) {
            names += (names.empty() ? "“" : "、“") + sheet.name + "”";
        }
    }
    if (name.empty()) {
        return fail_file(ErrorCode::InvalidInput, file, "工作簿中没有可见的工作表",
                         "xlsx: no visible worksheet");
    }
    auto place = file_place(file);
    place.sheet = shown_value(name);
    return fail_at(ErrorCode::NotFound, std::move(place),
                   fmt::format("没有这张工作表，可用的有：{}", names.empty() ? "无" : names),
                   "xlsx: no such worksheet");
}

}  // namespace taizhang::exchange
