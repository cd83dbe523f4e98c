// SPDX-License-Identifier: Apache-2.0
// Text scenarios against the binary. A file is a list of commands ("$ …"), each followed by the
// lines it must print, output and messages together; "…" stands for anything within a line, a line
// of
// "..." for any lines, and "[3]" alone for the exit code. Lines that begin with # say why.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <sstream>

namespace {

namespace fs = std::filesystem;

struct Step {
    std::size_t line = 0;
    std::string command;
    std::vector<std::string> expected;
    int exit_code = 0;
};

std::vector<Step> read_steps(const fs::path& file) {
    std::ifstream stream(file);
    std::vector<Step> steps;
    std::size_t number = 0;
    for (std::string line; std::getline(stream, line);) {
        ++number;
        if (line.starts_with("$ ")) {
            steps.push_back({number, line.substr(2), {}, 0});
        } else if (line.starts_with("> ") && !steps.empty()) {
            steps.back().command += "\n" + line.substr(2);
        } else if (line.starts_with('#') || line.empty() || steps.empty()) {
            continue;
        } else if (std::regex_match(line, std::regex("\\[[0-9]+\\]"))) {
            steps.back().exit_code = std::stoi(line.substr(1));
        } else {
            steps.back().expected.push_back(line);
        }
    }
    return steps;
}

struct Ran {
    std::vector<std::string> lines;
    int exit_code = 0;
};

Ran run(const std::string& command, const fs::path& folder) {
    const fs::path program = TAIZHANG_PROGRAM;
    const fs::path script = folder / ".step";
    std::ofstream(script) << "cd '" << folder.string() << "'\nexport PATH='"
                          << program.parent_path().string() << "':$PATH\nexec 2>&1\n"
                          << command << "\n";
    std::string output;
    FILE* pipe = popen(("sh '" + script.string() + "'").c_str(), "r");
    std::array<char, 4096> buffer{};
    while (fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr) {
        output += buffer.data();
    }
    Ran ran;
    ran.exit_code = WEXITSTATUS(pclose(pipe));
    std::istringstream stream(output);
    for (std::string line; std::getline(stream, line);) {
        ran.lines.push_back(line);
    }
    return ran;
}

bool matches(std::string_view pattern, std::string_view line) {
    const auto gap = pattern.find("…");
    if (gap == std::string_view::npos) {
        return pattern == line;
    }
    if (!line.starts_with(pattern.substr(0, gap))) {
        return false;
    }
    const auto rest = pattern.substr(gap + std::string_view("…").size());
    for (std::size_t at = gap; at <= line.size(); ++at) {
        if (matches(rest, line.substr(at))) {
            return true;
        }
    }
    return false;
}

bool match_lines(const std::vector<std::string>& expected, std::size_t e,
                 const std::vector<std::string>& lines, std::size_t l) {
    if (e == expected.size()) {
        return l == lines.size();
    }
    if (expected[e] == "...") {
        for (std::size_t at = l; at <= lines.size(); ++at) {
            if (match_lines(expected, e + 1, lines, at)) {
                return true;
            }
        }
        return false;
    }
    return l < lines.size() && matches(expected[e], lines[l]) &&
           match_lines(expected, e + 1, lines, l + 1);
}

void expect_step(const Step& step, const fs::path& file, const fs::path& folder) {
    const Ran ran = run(step.command, folder);
    const auto place = file.filename().string() + ":" + std::to_string(step.line);
    EXPECT_EQ(ran.exit_code, step.exit_code) << place << ": " << step.command;
    if (!match_lines(step.expected, 0, ran.lines, 0)) {
        std::string got;
        for (const auto& line : ran.lines) {
            got += "    " + line + "\n";
        }
        ADD_FAILURE() << place << ": " << step.command << " printed\n" << got;
    }
}

TEST(Scenarios, RunAsWritten) {
    std::size_t count = 0;
    for (const auto& entry :
         fs::directory_iterator(fs::path(TAIZHANG_SOURCE_DIR) / "tests/scenarios")) {
        if (entry.path().extension() != ".txt") {
            continue;
        }
        ++count;
        const fs::path folder = fs::path(TAIZHANG_BINARY_DIR) / "scenarios" / entry.path().stem();
        fs::remove_all(folder);
        fs::create_directories(folder);
        for (const auto& step : read_steps(entry.path())) {
            expect_step(step, entry.path(), folder);
        }
    }
    EXPECT_GT(count, 0U);
}

}  // namespace
