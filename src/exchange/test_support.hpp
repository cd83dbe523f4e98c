// SPDX-License-Identifier: Apache-2.0
// For the tests of this folder only: files made on the spot, and a table as one readable text.
#pragma once

#include <unistd.h>
#include <zip.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exchange/limits.hpp"
#include "exchange/table.hpp"
#include "exchange/zip_entry.hpp"

namespace taizhang::exchange::test {

class TempDir {
  public:
    TempDir() {
        static std::atomic<int> count = 0;
        path_ = std::filesystem::temp_directory_path() /
                ("taizhang-exchange-" + std::to_string(getpid()) + "-" + std::to_string(count++));
        std::filesystem::create_directories(path_);
    }
    ~TempDir() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;

    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

inline std::filesystem::path write_file(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return path;
}

inline std::string read_file(const std::filesystem::path& path) {
    std::stringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return bytes.str();
}

using Parts = std::map<std::string, std::string>;  // entry name → content

inline std::filesystem::path write_zip(const std::filesystem::path& path, const Parts& parts,
                                       const char* password = nullptr) {
    auto* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    if (archive == nullptr) {
        throw std::runtime_error("cannot make a zip for a test");
    }
    for (const auto& [name, content] : parts) {
        auto* source = zip_source_buffer(archive, content.data(), content.size(), 0);
        const auto index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
        if (password != nullptr) {
            zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256,
                                    password);
        }
    }
    if (zip_close(archive) != 0) {
        throw std::runtime_error("cannot write a zip for a test");
    }
    return path;
}

inline constexpr const char* kXmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
inline constexpr const char* kMain =
    "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
inline constexpr const char* kTypes =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
inline constexpr const char* kPackageRelationships =
    "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";

inline std::string relationship(const std::string& id, const std::string& type,
                                const std::string& target) {
    return "<Relationship Id=\"" + id + "\" Type=\"" + kTypes + type + "\" Target=\"" + target +
           "\"/>";
}

inline std::string relationships(const std::string& inner) {
    return std::string(kXmlHead) + "<Relationships " + kPackageRelationships + ">" + inner +
           "</Relationships>";
}

inline std::string worksheet(const std::string& rows) {
    return std::string(kXmlHead) + "<worksheet " + kMain + "><sheetData>" + rows +
           "</sheetData></worksheet>";
}

inline std::string shared_strings(const std::string& items) {
    return std::string(kXmlHead) + "<sst " + kMain + ">" + items + "</sst>";
}

// numFmts as given, and one cell style for each id of `format_ids`, in that order.
inline std::string styles(const std::string& formats, const std::vector<int>& format_ids) {
    std::string xml = std::string(kXmlHead) + "<styleSheet " + kMain + "><numFmts>" + formats +
                      "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>";
    for (const int id : format_ids) {
        xml += "<xf numFmtId=\"" + std::to_string(id) + "\"/>";
    }
    return xml + "</cellXfs></styleSheet>";
}

// A workbook of one sheet "台账"; tests replace the part they are about.
inline Parts workbook_parts(const std::string& rows) {
    return {
        {"_rels/.rels", relationships(relationship("rId1", "officeDocument", "xl/workbook.xml"))},
        {"xl/workbook.xml",
         std::string(kXmlHead) + "<workbook " + kMain +
             "><sheets><sheet name=\"台账\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         relationships(relationship("rId1", "worksheet", "worksheets/sheet1.xml") +
                       relationship("rId2", "sharedStrings", "sharedStrings.xml") +
                       relationship("rId3", "styles", "styles.xml"))},
        {"xl/worksheets/sheet1.xml", worksheet(rows)},
    };
}

// One part of a workbook, as text.
inline std::string part_text(const std::filesystem::path& path, const std::string& name) {
    const auto archive = ZipArchive::open(path).value();
    auto entry = archive.open_entry(name, kZipPartBytesMax).value();
    std::string text(kMebibyte, '\0');
    text.resize(entry.read(text).value());
    return text;
}

inline std::string dump(const Cell& cell) {
    constexpr std::string_view kLetters = ".TNBDE";  // in the order of CellKind
    return kLetters[static_cast<std::size_t>(cell.kind)] + cell.text;
}

// "1: T姓名 N12\n": line, then each cell as a letter of its kind and its text; at an error the
// Chinese line that a user sees.
inline std::string dump(TableReader& reader) {
    std::string text;
    while (true) {
        const auto row = reader.next();
        if (!row) {
            return text + "! " + describe(row.error());
        }
        if (*row == nullptr) {
            return text;
        }
        text += std::to_string((*row)->number) + ":";
        for (const auto& cell : (*row)->cells) {
            text += " " + dump(cell);
        }
        text += "\n";
    }
}

inline std::string dump(const std::filesystem::path& path, const std::string& sheet = "") {
    auto reader = open_table(path, OpenOptions{sheet});
    return reader ? dump(**reader) : "! " + describe(reader.error());
}

// Dump of a workbook with these rows in its only sheet.
inline std::string dump_sheet(const std::string& rows) {
    const TempDir dir;
    return dump(write_zip(dir / "a.xlsx", workbook_parts(rows)));
}

inline std::string dump_parts(const Parts& parts, const std::string& sheet = "") {
    const TempDir dir;
    return dump(write_zip(dir / "a.xlsx", parts), sheet);
}

}  // namespace taizhang::exchange::test
