// SPDX-License-Identifier: Apache-2.0
#include "model/search/pinyin_initials.hpp"

#include <unicode/alphaindex.h>

#include <map>
#include <memory>
#include <stdexcept>
#include <vector>

namespace taizhang::model {
namespace {

constexpr char32_t kUnknown = U'0';
constexpr char32_t kTableFirst = 0x3400;
constexpr char32_t kTableLast = 0x9FFF;

using Index = icu::AlphabeticIndex::ImmutableIndex;

void check(UErrorCode status) {
    if (U_FAILURE(status)) {
        throw std::runtime_error(std::string("ICU has no pinyin order: ") + u_errorName(status));
    }
}

std::unique_ptr<Index> make_index() {
    UErrorCode status = U_ZERO_ERROR;
    icu::AlphabeticIndex index(icu::Locale("zh@collation=pinyin"), status);
    check(status);
    std::unique_ptr<Index> made(index.buildImmutableIndex(status));
    check(status);
    return made;
}

char32_t ask(const Index& index, char32_t character) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* bucket = index.getBucket(
        index.getBucketIndex(icu::UnicodeString(static_cast<UChar32>(character)), status));
    if (U_FAILURE(status) || bucket == nullptr || bucket->getLabel().length() != 1) {
        return kUnknown;
    }
    const char16_t label = bucket->getLabel().charAt(0);
    return label >= u'A' && label <= u'Z' ? static_cast<char32_t>(label - u'A' + u'a') : kUnknown;
}

// All of the common blocks at once takes 7 ms; asking ICU for each character of a million records
// would take minutes. Rarer characters are asked for one by one.
struct InitialTable {
    std::unique_ptr<Index> index = make_index();
    std::vector<char32_t> table = [this] {
        std::vector<char32_t> letters;
        for (char32_t character = kTableFirst; character <= kTableLast; ++character) {
            letters.push_back(ask(*index, character));
        }
        return letters;
    }();

    char32_t of(char32_t character) const {
        return character >= kTableFirst && character <= kTableLast ? table[character - kTableFirst]
                                                                   : ask(*index, character);
    }
};

// Surnames, and characters of place names, that are also read with another first letter.
const std::map<char32_t, char32_t>& other_readings() {
    static const std::map<char32_t, char32_t> kOthers = {
        {U'曾', U'z'}, {U'单', U's'}, {U'查', U'z'}, {U'仇', U'q'}, {U'解', U'x'}, {U'区', U'o'},
        {U'翟', U'z'}, {U'尉', U'y'}, {U'乐', U'y'}, {U'召', U's'}, {U'种', U'c'}, {U'繁', U'p'},
        {U'秘', U'b'}, {U'隗', U'k'}, {U'覃', U'q'}, {U'朴', U'p'}, {U'长', U'c'}, {U'重', U'c'},
        {U'朝', U'z'}, {U'行', U'h'}, {U'厦', U'x'}, {U'石', U'd'}, {U'藏', U'z'}, {U'都', U'd'},
        {U'折', U's'}, {U'盛', U'c'}, {U'参', U's'}, {U'降', U'x'}, {U'校', U'j'}, {U'传', U'z'}};
    return kOthers;
}

}  // namespace

std::u32string pinyin_initials(const std::u32string& characters, Reading reading) {
    static const InitialTable kInitials;
    std::u32string letters;
    for (const char32_t character : characters) {
        const auto other = other_readings().find(character);
        const bool take_other = reading == Reading::Other && other != other_readings().end();
        letters += take_other ? other->second : kInitials.of(character);
    }
    return letters;
}

}  // namespace taizhang::model
