// SPDX-License-Identifier: Apache-2.0
#include "model/search/personal_words.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/search/search_tokens.hpp"

namespace taizhang::model {
namespace {

bool proposes(const std::string& text, const std::string& query, Initials initials) {
    std::string lines;
    append_line(lines, {text, initials});
    const auto words = personal_words(lines);
    const auto has = [&](const std::string& word) {
        return std::binary_search(words.begin(), words.end(), word);
    };
    const auto wanted = *parse_search(query);
    return std::all_of(wanted.begin(), wanted.end(), [&](const SearchWord& word) {
        const auto alternatives = personal_alternatives(word);
        return std::any_of(alternatives.begin(), alternatives.end(), [&](const auto& all) {
            return std::all_of(all.begin(), all.end(), has);
        });
    });
}

TEST(PersonalWords, ProposeWhatSearchFinds) {
    for (const auto& [text, query] : std::initializer_list<std::pair<const char*, const char*>>{
             {"张三丰", "张"},
             {"张三丰", "三丰"},
             {"张三丰", "张三丰"},
             {"张三丰", "zsf"},
             {"张三丰", "sf"},
             {"13812345678", "138"},
             {"13812345678", "13812345678"},
             {"13812345678", "5678"},
             {"13812345678", "尾号5678"},
             {"11010519491231002X", "110105"},
             {"11010519491231002X", "002x"},
             {"幸福路3号楼2单元501室", "3号楼2单元"},
             {"幸福路3号楼2单元501室", "路3号"},
             {"Zhang San", "zha"},
             {"户主 李四", "李四"}}) {
        EXPECT_TRUE(proposes(text, query, Initials::Yes)) << text << " " << query;
    }
}

TEST(PersonalWords, LeaveOutMostOfWhatItDoesNot) {
    EXPECT_FALSE(proposes("张三丰", "张丰", Initials::Yes));
    EXPECT_FALSE(proposes("张三丰", "zs", Initials::No));
    EXPECT_FALSE(proposes("13812345678", "3812", Initials::Yes));
    EXPECT_FALSE(proposes("13812345678", "尾号1381", Initials::Yes));
    EXPECT_FALSE(proposes("13号楼", "3号楼", Initials::Yes));
}

TEST(PersonalWords, AreBoundedForLongNumbers) {
    const std::string digits(60, '7');
    EXPECT_TRUE(proposes(digits, digits, Initials::No));
    EXPECT_TRUE(proposes(digits, digits.substr(0, 40), Initials::No));
    std::string lines;
    append_line(lines, {digits, Initials::No});
    EXPECT_LE(personal_words(lines).size(), 60U);
}

}  // namespace
}  // namespace taizhang::model
