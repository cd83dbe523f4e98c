// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/backup_tables.hpp"

#include <gtest/gtest.h>

namespace taizhang::store_postgres {
namespace {

const TableShape kLedger{
    "ledger_relief",
    {{"office_id", "bigint"}, {"id", "bigint"}, {"salt", "bytea"}, {"note", "text"}},
    {"note"}};

TEST(BackupTables, ReadWhatTheyWrite) {
    const TableShape office{"office", {{"office_id", "bigint"}, {"code", "text"}}, {}};
    const auto read = read_tables_text(tables_text({office, kLedger}));
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 2U);
    EXPECT_FALSE(is_ledger_table(read->at(0)));
    EXPECT_TRUE(is_ledger_table(read->at(1)));
    EXPECT_EQ(tables_text(*read), tables_text({office, kLedger}));
    EXPECT_EQ(copy_of(read->at(1)),
              "COPY \"ledger_relief\" (office_id, \"id\", \"salt\", \"note\")");
}

TEST(BackupTables, MakeALedgerOfWhatIsItsOwn) {
    const auto shape = ledger_shape(kLedger);
    ASSERT_EQ(shape.columns.size(), 1U);
    EXPECT_EQ(shape.columns[0].name, "note");
    EXPECT_EQ(shape.columns[0].type, "TEXT COLLATE \"C\"");
    EXPECT_EQ(shape.unique, std::vector<std::string>{"note"});
}

// A name that got through would become part of a statement.
TEST(BackupTables, TakeNoNamesAndTypesButOurs) {
    for (const auto* wrong :
         {"office", "office\tid=bigint", "Office\toffice_id=bigint", "office\"\toffice_id=bigint",
          "office\toffice_id=bigint; DROP TABLE office", "office\toffice_id=bigint\ta\"b=text",
          "office\toffice_id=bigint\ta=money", "office\toffice_id=bigint\t!a)b",
          "office\toffice_id=bigint\ta", "\toffice_id=bigint", "office\toffice_id=bigint\t=text"}) {
        const auto read = read_tables_text(wrong);
        ASSERT_FALSE(read) << wrong;
        EXPECT_EQ(read.error().code, ErrorCode::Corrupt);
    }
}

}  // namespace
}  // namespace taizhang::store_postgres
