// SPDX-License-Identifier: Apache-2.0
// taizhang_demo_workbooks PACK SAMPLE.yaml OUTDIR
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "generator/sample.hpp"

namespace {

namespace fs = std::filesystem;
using namespace taizhang;

std::string read_text(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

model::Pack read_pack(const fs::path& folder, model::PackProblems& problems) {
    std::vector<model::PackFile> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".yaml") {
            files.push_back(
                {fs::relative(entry.path(), folder).generic_string(), read_text(entry.path())});
        }
    }
    std::sort(files.begin(), files.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    return model::build_pack(model::read_pack_files(files, problems), problems);
}

int fail_with(const Error& error) {
    fmt::print(stderr, "{}\n", describe(error));
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        fmt::print(stderr, "taizhang_demo_workbooks PACK SAMPLE.yaml OUTDIR\n");
        return 2;
    }
    model::PackProblems problems;
    const model::Pack pack = read_pack(argv[1], problems);
    if (!problems.empty()) {
        return fail_with(problems.errors.front());
    }
    const auto recipe = model::read_yaml(argv[2], read_text(argv[2]));
    if (!recipe) {
        return fail_with(recipe.error());
    }
    const auto sample = demo::make_sample(recipe->front(), pack);
    if (!sample) {
        return fail_with(sample.error());
    }
    fs::create_directories(argv[3]);
    demo::write_workbooks(*sample, argv[3]);
    return 0;
}
