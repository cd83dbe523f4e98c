// SPDX-License-Identifier: Apache-2.0
// The input is a definition file, or a report template where it begins with a fence.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "model/pack/pack.hpp"
#include "tests/fuzz/promises.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taizhang;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const model::PackFile pack{"pack.yaml",
                               "pack: p\ntitle: {zh: 包, en: P}\nversion: 1\n"
                               "chapters:\n  c: {zh: 章, en: C}\n"};
    const model::PackFile file{text.starts_with("---\n") ? "reports/r.md" : "ledgers/c/l.yaml",
                               text};
    model::PackProblems problems;
    const auto documents = model::read_pack_files({pack, file}, problems);
    for (const auto& document : documents) {
        const auto json = model::to_json(document.node);
        const auto again = model::node_from_json(json);
        fuzz::promise(again && model::to_json(*again) == json, "the store keeps a definition");
    }
    model::build_pack(documents, problems);
    fuzz::promise(problems.errors.size() <= limits::kPackErrorsMax + 1, "not too many errors");
    for (const auto& error : problems.errors) {
        fuzz::promise_error(error);
    }
    return 0;
}
