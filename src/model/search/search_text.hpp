// SPDX-License-Identifier: Apache-2.0
// Text as search sees it: folded (NFKC_Casefold, UAX #15) and parted into runs. What lies between
// runs (punctuation, space, emoji) is not searched. docs/decisions/0008-search.md says why.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace taizhang::model {

// Han: characters of that script. Digits: decimal digits, and the x that ends an ID number.
// Letters: every other letter.
enum class RunKind { Han, Letters, Digits };

struct SourceRange {
    std::uint32_t begin = 0;  // bytes of the text as it was written
    std::uint32_t end = 0;

    bool operator==(const SourceRange&) const = default;
};

struct SearchRun {
    RunKind kind = RunKind::Han;
    std::u32string characters;         // folded; never empty
    std::vector<SourceRange> sources;  // parallel: what each came from
};

// Runs of letters and digits are at most kSearchRunCharactersMax long; a longer one is cut.
std::vector<SearchRun> search_runs(std::string_view text);

}  // namespace taizhang::model
