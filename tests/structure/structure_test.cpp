// SPDX-License-Identifier: Apache-2.0
// The house stands as it was drawn: arrows between folders, sizes, licence lines, dead files.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFileLinesMax = 400;
constexpr int kFunctionLinesMax = 70;
constexpr std::size_t kLineCharactersMax = 100;

const fs::path kRoot = TAIZHANG_SOURCE_DIR;

std::vector<fs::path> files_with(const std::set<std::string>& endings,
                                 const std::vector<std::string>& folders) {
    std::vector<fs::path> files;
    for (const auto& folder : folders) {
        if (!fs::exists(kRoot / folder)) {
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
            const bool vendored = entry.path().string().find("node_modules") != std::string::npos;
            if (entry.is_regular_file() && !vendored &&
                endings.contains(entry.path().extension().string())) {
                files.push_back(entry.path());
            }
        }
    }
    return files;
}

std::vector<std::string> lines_of(const fs::path& file) {
    std::ifstream stream(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::string run(const std::string& command) {
    std::string output;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::array<char, 4096> buffer{};
    while (pipe && fgets(buffer.data(), static_cast<int>(buffer.size()), pipe.get()) != nullptr) {
        output += buffer.data();
    }
    return output;
}

std::map<std::string, std::set<std::string>> arrows() {
    std::map<std::string, std::set<std::string>> table;
    for (const auto& line : lines_of(kRoot / "tests/structure/arrows.txt")) {
        const auto arrow = line.find(" →");
        if (line.starts_with('#') || arrow == std::string::npos) {
            continue;
        }
        std::istringstream words(line.substr(arrow + std::string(" →").size()));
        auto& allowed = table[line.substr(0, arrow)];
        for (std::string word; words >> word;) {
            allowed.insert(word);
        }
    }
    return table;
}

std::size_t characters(const std::string& line) {
    std::size_t count = 0;
    for (const char c : line) {
        count += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U ? 1 : 0;
    }
    return count;
}

TEST(Structure, IncludesFollowTheArrows) {
    const auto table = arrows();
    const std::regex include("#include \"([a-z_]+)/");
    for (const auto& file : files_with({".cpp", ".hpp"}, {"src"})) {
        const std::string layer = fs::relative(file, kRoot / "src").begin()->string();
        ASSERT_TRUE(table.contains(layer)) << layer << " has no line in arrows.txt";
        // The tests of a layer may bring an adapter to test against.
        const bool test = file.filename().string().ends_with("_test.cpp");
        for (const auto& line : lines_of(file)) {
            std::smatch match;
            if (!std::regex_search(line, match, include) || test) {
                continue;
            }
            const std::string target = match[1];
            EXPECT_TRUE(target == layer || target == "base" || table.at(layer).contains(target))
                << file << ": " << layer << " must not include " << target;
        }
    }
}

TEST(Structure, FilesAndLinesAreShort) {
    for (const auto& file : files_with({".cpp", ".hpp", ".c", ".h", ".css", ".js", ".mjs", ".sql"},
                                       {"src", "demo", "tests", "bench"})) {
        const auto lines = lines_of(file);
        EXPECT_LE(lines.size(), kFileLinesMax) << file;
        const bool code =
            std::set<std::string>{".cpp", ".hpp", ".c", ".h"}.contains(file.extension().string());
        for (std::size_t i = 0; code && i < lines.size(); ++i) {
            EXPECT_LE(characters(lines[i]), kLineCharactersMax) << file << ":" << i + 1;
        }
    }
}

TEST(Structure, FunctionsAreShort) {
    const std::string output = run("ctags --languages=C++ --kinds-C++=f --fields=+ne -o - -R " +
                                   (kRoot / "src").string() + " " + (kRoot / "demo").string());
    ASSERT_FALSE(output.empty()) << "universal-ctags is not installed";
    std::istringstream stream(output);
    const std::regex span("^([^\t]+)\t([^\t]+)\t.*\tline:([0-9]+).*\tend:([0-9]+)");
    std::size_t functions = 0;
    for (std::string line; std::getline(stream, line);) {
        std::smatch match;
        if (std::regex_search(line, match, span)) {
            ++functions;
            EXPECT_LE(std::stoi(match[4]) - std::stoi(match[3]) + 1, kFunctionLinesMax)
                << match[2] << ": " << match[1];
        }
    }
    EXPECT_GT(functions, 100U);
}

TEST(Structure, EveryFileSaysItsLicence) {
    const auto files =
        files_with({".cpp", ".hpp", ".c", ".h", ".sql", ".yaml", ".css", ".js", ".mjs", ".cmake"},
                   {"src", "demo", "tests", "packs", "cmake", "bench"});
    for (const auto& file : files) {
        const auto lines = lines_of(file);
        const std::string head =
            (lines.empty() ? "" : lines[0]) + (lines.size() > 1 ? lines[1] : "");
        EXPECT_NE(head.find("SPDX-License-Identifier: Apache-2.0"), std::string::npos) << file;
    }
}

TEST(Structure, NothingIsLeftUndoneInTheSource) {
    const std::regex words(
        "\\b(TO"
        "DO|FIX"
        "ME|X"
        "XX|HA"
        "CK)\\b");
    for (const auto& file :
         files_with({".cpp", ".hpp", ".yaml", ".js", ".css"}, {"src", "demo", "tests", "packs"})) {
        for (const auto& line : lines_of(file)) {
            EXPECT_FALSE(std::regex_search(line, words)) << file << ": " << line;
        }
    }
}

}  // namespace
