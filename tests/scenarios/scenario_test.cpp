// SPDX-License-Identifier: Apache-2.0
// Text scenarios against the binary. A file is a list of commands ("$ …"), each followed by the
// lines it must print, output and messages together; "…" stands for anything within a line, a line
// of
// "..." for any lines, and "[3]" alone for the exit code. Lines that begin with # say why. Where
// tests/with_postgres has started a server, "--data NAME" becomes a database of its own there.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <set>
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

// The store that a command works on.
class Places {
  public:
    explicit Places(std::string scenario) : scenario_(std::move(scenario)) {
        std::replace(scenario_.begin(), scenario_.end(), '-', '_');
    }

    std::string in(const std::string& command) {
        const char* server = std::getenv("TZ_POSTGRES");
        if (server == nullptr) {
            return command;
        }
        const auto options = replaced(command, "--data ([a-z]+)", {"--database '", "'"}, server);
        return replaced(options, "sqlite3 ([a-z]+)/taizhang.db", {"psql -qAt -d '", "' -c"},
                        server);
    }

  private:
    std::string database(const std::string& server, const std::string& folder) {
        const std::string name = scenario_ + "_" + folder;
        if (made_.insert(name).second) {
            const auto made =
                std::system(("psql -q '" + server + "' -c 'CREATE DATABASE " + name + "'").c_str());
            EXPECT_EQ(made, 0) << name;
        }
        return std::regex_replace(server, std::regex("/postgres\\?"), "/" + name + "?");
    }

    // What names a folder becomes its database's URL between the two texts.
    std::string replaced(const std::string& command, const std::string& pattern,
                         const std::pair<std::string, std::string>& around,
                         const std::string& server) {
        std::string changed;
        std::smatch match;
        auto rest = command;
        for (; std::regex_search(rest, match, std::regex(pattern)); rest = match.suffix()) {
            const auto url = database(server, match[1]);
            changed += match.prefix().str() + around.first + url + around.second;
        }
        return changed + rest;
    }

    std::string scenario_;
    std::set<std::string> made_;
};

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

void expect_step(const Step& step, const fs::path& file, const fs::path& folder, Places& places) {
    const Ran ran = run(places.in(step.command), folder);
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
    const std::string scenarios =
        std::getenv("TZ_POSTGRES") == nullptr ? "scenarios" : "scenarios-postgres";
    for (const auto& entry :
         fs::directory_iterator(fs::path(TAIZHANG_SOURCE_DIR) / "tests/scenarios")) {
        // Certificates lie in the data folder, whatever the store.
        const bool folder_alone =
            entry.path().stem() == "tls" && std::getenv("TZ_POSTGRES") != nullptr;
        if (entry.path().extension() != ".txt" || folder_alone) {
            continue;
        }
        ++count;
        const fs::path folder = fs::path(TAIZHANG_BINARY_DIR) / scenarios / entry.path().stem();
        fs::remove_all(folder);
        fs::create_directories(folder);
        Places places(entry.path().stem().string());
        for (const auto& step : read_steps(entry.path())) {
            expect_step(step, entry.path(), folder, places);
        }
    }
    EXPECT_GT(count, 0U);
}

}  // namespace
