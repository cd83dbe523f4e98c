// SPDX-License-Identifier: Apache-2.0
// replay ROUNDS FOLDER …: the short form of a fuzzer, for any compiler. Runs every file of the
// folders as it is and then ROUNDS damaged copies of each, always the same ones.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

void run(const std::string& input) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::vector<fs::path> files_of(int count, char** folders) {
    std::vector<fs::path> files;
    for (int i = 0; i < count; ++i) {
        std::error_code none;  // found so far
        for (const auto& entry : fs::directory_iterator(folders[i], none)) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string damaged(std::string input, const std::string& other, std::mt19937_64& random) {
    for (auto changes = 1 + random() % 4; changes > 0 && !input.empty(); --changes) {
        const auto at = random() % input.size();
        const auto length = 1 + random() % std::min<std::size_t>(input.size() - at, 64);
        const auto from = other.empty() ? 0 : random() % other.size();
        switch (random() % 5) {
            case 0:
                input[at] = static_cast<char>(random());
                break;
            case 1:
                input.erase(at, length);
                break;
            case 2:
                input.insert(at, input.substr(at, length));
                break;
            case 3:
                input.insert(at, other.substr(from, length));
                break;
            default:
                input.resize(at);
        }
    }
    return input;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 3) {
        return 2;
    }
    std::vector<std::string> inputs;
    for (const auto& file : files_of(count - 2, arguments + 2)) {
        std::ifstream stream(file, std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(stream),
                            std::istreambuf_iterator<char>());
        run(inputs.back());
    }
    std::mt19937_64 random(20200630);
    const int rounds = std::atoi(arguments[1]);
    for (const auto& input : inputs) {
        for (int i = 0; i < rounds; ++i) {
            run(damaged(input, inputs[random() % inputs.size()], random));
        }
    }
    std::printf("%zu inputs, %d damaged copies of each\n", inputs.size(), rounds);
    return inputs.empty() ? 1 : 0;
}
