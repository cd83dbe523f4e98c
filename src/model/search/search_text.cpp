// SPDX-License-Identifier: Apache-2.0
#include "model/search/search_text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <optional>
#include <stdexcept>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace taizhang::model {
namespace {

struct Folded {
    char32_t character = 0;
    SourceRange source;
};

const icu::Normalizer2& folding() {
    static const icu::Normalizer2& kFolding = []() -> const icu::Normalizer2& {
        UErrorCode status = U_ZERO_ERROR;
        const auto* found = icu::Normalizer2::getNFKCCasefoldInstance(status);
        if (U_FAILURE(status)) {
            throw std::runtime_error("ICU has no NFKC_Casefold data");
        }
        return *found;
    }();
    return kFolding;
}

// Characters that fold to themselves (but for A to Z) and never join with one before them: nearly
// all of what offices write. The normalizer takes much longer to say the same.
bool is_plain(char32_t character) {
    return character < 0x80 || (character >= 0x4E00 && character <= 0x9FFF) ||
           (character >= 0x3400 && character <= 0x4DBF) ||
           (character >= 0x3001 && character <= 0x3029);
}

char32_t fold_plain(char32_t character) {
    return character >= U'A' && character <= U'Z' ? character + (U'a' - U'A') : character;
}

// Where the stretch that must be normalized in one piece ends.
std::size_t end_of_piece(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        std::size_t next = at;
        const char32_t character = next_character(text, next);
        if (folding().hasBoundaryBefore(static_cast<UChar32>(character))) {
            break;
        }
        at = next;
    }
    return at;
}

void fold_piece(std::string_view text, SourceRange source, std::vector<Folded>& folded) {
    const auto piece = icu::UnicodeString::fromUTF8(icu::StringPiece(
        text.data() + source.begin, static_cast<int32_t>(source.end - source.begin)));
    UErrorCode status = U_ZERO_ERROR;
    const auto normalized = folding().normalize(piece, status);
    for (int32_t i = 0; U_SUCCESS(status) && i < normalized.length();
         i = normalized.moveIndex32(i, 1)) {
        folded.push_back({static_cast<char32_t>(normalized.char32At(i)), source});
    }
}

std::vector<Folded> fold(std::string_view text) {
    std::vector<Folded> folded;
    folded.reserve(text.size() / 2);
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = static_cast<std::uint32_t>(at);
        const char32_t character = next_character(text, at);
        std::size_t peek = at;
        if (is_plain(character) && (at == text.size() || is_plain(next_character(text, peek)))) {
            folded.push_back({fold_plain(character), {begin, static_cast<std::uint32_t>(at)}});
            continue;
        }
        at = end_of_piece(text, at);
        fold_piece(text, {begin, static_cast<std::uint32_t>(at)}, folded);
    }
    return folded;
}

std::optional<RunKind> kind_of(char32_t character) {
    if (character < 0x80) {
        if (character >= U'0' && character <= U'9') {
            return RunKind::Digits;
        }
        return character >= U'a' && character <= U'z' ? std::optional(RunKind::Letters)
                                                      : std::nullopt;
    }
    const auto code = static_cast<UChar32>(character);
    if (!u_isalnum(code) && (U_GET_GC_MASK(code) & (U_GC_M_MASK | U_GC_NL_MASK)) == 0) {
        return std::nullopt;
    }
    UErrorCode status = U_ZERO_ERROR;
    if (uscript_getScript(code, &status) == USCRIPT_HAN) {
        return RunKind::Han;
    }
    return u_isdigit(code) ? RunKind::Digits : RunKind::Letters;
}

std::vector<std::optional<RunKind>> kinds_of(const std::vector<Folded>& folded) {
    std::vector<std::optional<RunKind>> kinds;
    kinds.reserve(folded.size());
    for (const auto& item : folded) {
        kinds.push_back(kind_of(item.character));
    }
    // 51090319800101123X is one number, and its tail 123X is another.
    for (std::size_t i = 1; i < folded.size(); ++i) {
        const bool last = i + 1 == folded.size() || !kinds[i + 1] || kinds[i + 1] == RunKind::Han;
        if (folded[i].character == U'x' && kinds[i - 1] == RunKind::Digits && last) {
            kinds[i] = RunKind::Digits;
        }
    }
    return kinds;
}

}  // namespace

std::vector<SearchRun> search_runs(std::string_view text) {
    const auto folded = fold(text);
    const auto kinds = kinds_of(folded);
    std::vector<SearchRun> runs;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        if (!kinds[i]) {
            continue;
        }
        const bool goes_on = i > 0 && kinds[i - 1] == kinds[i];
        const bool full = goes_on && *kinds[i] != RunKind::Han &&
                          runs.back().characters.size() == limits::kSearchRunCharactersMax;
        if (!goes_on || full) {
            runs.push_back({*kinds[i], {}, {}});
        }
        runs.back().characters += folded[i].character;
        runs.back().sources.push_back(folded[i].source);
    }
    return runs;
}

}  // namespace taizhang::model
