// SPDX-License-Identifier: Apache-2.0
#include "exchange/csv_dialect.hpp"

#include <gtest/gtest.h>

namespace taizhang::exchange {
namespace {

TEST(DetectDialect, FindsTheDelimiter) {
    EXPECT_EQ(detect_dialect("a,b,c\n1,2,3\n").delimiter, ',');
    EXPECT_EQ(detect_dialect("a\tb\tc\r\n1\t2,5\t3\r\n").delimiter, '\t');
    EXPECT_EQ(detect_dialect("a;b;c\n1,5;2,5;3\n4,5;1,1;2\n").delimiter, ';');
    EXPECT_EQ(detect_dialect("a|b\r1|2\r").delimiter, '|');
    EXPECT_EQ(detect_dialect("only one column\nof text\n").delimiter, ',');
    EXPECT_EQ(detect_dialect("").delimiter, ',');
}

TEST(DetectDialect, LooksOnlyOutsideQuotes) {
    EXPECT_EQ(detect_dialect("\"a;b;c\",x\n\"1;\"\"2\n;3\",y\n").delimiter, ',');
    EXPECT_EQ(detect_dialect("height 5\" tall,a\nheight 6\",b\n").delimiter, ',');
}

TEST(DetectDialect, IgnoresTitlesAndStrayDelimiters) {
    EXPECT_EQ(detect_dialect("临时救助台账;2020;上半年\n\na,b\n1,2\n3,4\n").delimiter, ',');
    EXPECT_EQ(detect_dialect("a,b,c\n1;2,x,y\n1,2,3\n").delimiter, ',');
}

TEST(DetectDialect, FollowsTheHintOfExcel) {
    const auto dialect = detect_dialect("sep=;\r\na;b\r\n");
    EXPECT_EQ(dialect.delimiter, ';');
    EXPECT_TRUE(dialect.has_hint);
    EXPECT_FALSE(detect_dialect("sep=;;\n").has_hint);
}

TEST(Guarded, StopsFormulasAndIsUndone) {
    for (const auto* text : {"=1+1", "+8613800000000", "-", "@sum", "\t=x", "'=x", "''-1"}) {
        EXPECT_EQ(guarded(text), "'" + std::string(text));
        EXPECT_EQ(unguarded(guarded(text)), text);
    }
    for (const auto* text : {"", "a", "1-2", "'", "'a", "张三"}) {
        EXPECT_EQ(guarded(text), text);
        EXPECT_EQ(unguarded(text), text);
    }
}

TEST(Unguarded, UnwrapsTextWrittenAsAFormula) {
    EXPECT_EQ(unguarded("=\"0012\""), "0012");
    EXPECT_EQ(unguarded("=\"\""), "");
    EXPECT_EQ(unguarded("=\"a\"&\"b\""), "=\"a\"&\"b\"");
}

}  // namespace
}  // namespace taizhang::exchange
