// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/index_sum.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "base/text.hpp"

namespace taizhang::store_sqlite {
namespace {

constexpr int kRowid = -1;       // pragma index_xinfo's number of it
constexpr int kExpression = -2;  // and of what is no column

// A statement read by handle, for SQLiteCpp checks every column of every row.
class Rows {
  public:
    Rows(SQLite::Database& database, const std::string& sql) : database_(database) {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(database.getHandle(), sql.c_str(), -1, &statement, nullptr));
        statement_.reset(statement);
    }

    bool next() {
        const int result = sqlite3_step(statement_.get());
        if (result != SQLITE_ROW && result != SQLITE_DONE) {
            check(result);
        }
        return result == SQLITE_ROW;
    }

    sqlite3_value* value(std::size_t column) const {
        return sqlite3_column_value(statement_.get(), static_cast<int>(column));
    }

  private:
    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };

    void check(int result) const {
        if (result != SQLITE_OK) {
            throw SQLite::Exception(database_.getHandle(), result);
        }
    }

    SQLite::Database& database_;
    std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
};

std::string_view bytes_of(sqlite3_value* value) {
    const auto* data = static_cast<const char*>(sqlite3_value_blob(value));
    return {data, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

class EntryHash {
  public:
    explicit EntryHash(std::uint64_t key) : key_(key), state_(key) {}

    void add(sqlite3_value* value) {
        const int type = sqlite3_value_type(value);
        mix(static_cast<std::uint64_t>(type));
        if (type == SQLITE_INTEGER) {
            mix(static_cast<std::uint64_t>(sqlite3_value_int64(value)));
        } else if (type == SQLITE_FLOAT) {
            const double real = sqlite3_value_double(value);
            std::uint64_t bits = 0;
            std::memcpy(&bits, &real, sizeof(bits));
            mix(bits);
        } else if (type != SQLITE_NULL) {
            add(bytes_of(value));
        }
    }

    std::uint64_t value() const { return state_; }

  private:
    void add(std::string_view bytes) {
        mix(bytes.size());
        for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), sizeof(std::uint64_t)))) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes.data(), std::min(bytes.size(), sizeof(word)));
            mix(word);
        }
    }

    // Both halves of the product of 128 bits, which every bit of either side reaches.
    void mix(std::uint64_t word) {
        __extension__ using Wide = unsigned __int128;
        const Wide product = Wide{state_ ^ word ^ 0x9e37'79b9'7f4a'7c15} * (key_ | 1);
        state_ = static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64) ^
                 (word << 1);
    }

    std::uint64_t key_;
    std::uint64_t state_;
};

struct EntrySum {
    std::uint64_t entries = 0;
    std::uint64_t hashes = 0;

    void add(const EntryHash& hash) {
        ++entries;
        hashes += hash.value();
    }
    bool operator==(const EntrySum&) const = default;
};

struct Cell {
    int type = SQLITE_NULL;
    std::int64_t integer = 0;
    double real = 0;
    std::string bytes;
};

// As SQLite orders: NULL, numbers, text, blobs.
int rank_of(int type) {
    switch (type) {
        case SQLITE_NULL:
            return 0;
        case SQLITE_INTEGER:
        case SQLITE_FLOAT:
            return 1;
        default:
            return type == SQLITE_TEXT ? 2 : 3;
    }
}

// The entry before, so that each can be held against the one that follows it.
class Order {
  public:
    explicit Order(const TableIndex& index)
        : before_(index.columns.size()), unique_columns_(index.unique_columns) {}

    // Whether the row comes after the one before.
    bool follows(const Rows& rows) {
        int order = first_ ? 1 : 0;
        bool sound = true;
        bool any_null = false;
        for (std::size_t i = 0; i < before_.size(); ++i) {
            sqlite3_value* value = rows.value(i);
            any_null = any_null || sqlite3_value_type(value) == SQLITE_NULL;
            order = order == 0 ? compared(value, before_[i]) : order;
            const bool doubled = order == 0 && i + 1 == unique_columns_ && !any_null;
            sound = sound && !doubled;
            keep(value, before_[i]);
        }
        first_ = false;
        return sound && order > 0;
    }

  private:
    template <typename T>
    static int sign_of(const T& left, const T& right) {
        return left < right ? -1 : (right < left ? 1 : 0);
    }

    static int compared(sqlite3_value* value, const Cell& cell) {
        const int type = sqlite3_value_type(value);
        if (type == SQLITE_INTEGER && cell.type == SQLITE_INTEGER) {
            return sign_of<std::int64_t>(sqlite3_value_int64(value), cell.integer);
        }
        if (rank_of(type) != rank_of(cell.type)) {
            return sign_of(rank_of(type), rank_of(cell.type));
        }
        if (rank_of(type) == 1) {
            return sign_of(sqlite3_value_double(value), cell.real);
        }
        return type == SQLITE_NULL ? 0 : sign_of<std::string_view>(bytes_of(value), cell.bytes);
    }

    static void keep(sqlite3_value* value, Cell& cell) {
        cell.type = sqlite3_value_type(value);
        if (rank_of(cell.type) == 1) {
            cell.integer = sqlite3_value_int64(value);
            cell.real = sqlite3_value_double(value);
        } else if (cell.type != SQLITE_NULL) {
            cell.bytes.assign(bytes_of(value));
        }
    }

    std::vector<Cell> before_;
    std::size_t unique_columns_;
    bool first_ = true;
};

std::string quoted_list(const std::vector<std::string>& columns) {
    return fmt::format("\"{}\"", fmt::join(columns, "\", \""));
}

// What stands in the index, and whether it stands there in order.
std::optional<EntrySum> sum_of_index(SQLite::Database& database, const std::string& table,
                                     const TableIndex& index, std::uint64_t key) {
    Rows rows(database, fmt::format("SELECT {} FROM \"{}\" INDEXED BY \"{}\"{}",
                                    quoted_list(index.columns), table, index.name,
                                    index.condition.empty() ? "" : " WHERE " + index.condition));
    Order order(index);
    EntrySum sum;
    while (rows.next()) {
        if (!order.follows(rows)) {
            return std::nullopt;
        }
        EntryHash hash(key);
        for (std::size_t i = 0; i < index.columns.size(); ++i) {
            hash.add(rows.value(i));
        }
        sum.add(hash);
    }
    return sum;
}

// SQLite heeds NOT INDEXED only where there are rowids: else it may read a smaller index that has
// all the columns, which would be compared with itself, or found out of the table's order.
std::string table_itself(const std::vector<TableIndex>& indexes) {
    for (const auto& index : indexes) {
        if (index.is_table) {
            return fmt::format("INDEXED BY \"{}\"", index.name);
        }
    }
    return "NOT INDEXED";
}

// What the rows of the table would put into each index, in one pass.
std::vector<EntrySum> sums_of_table(SQLite::Database& database, const std::string& table,
                                    const std::vector<TableIndex>& indexes, std::uint64_t key) {
    std::vector<std::string> selected;
    for (const auto& index : indexes) {
        selected.push_back(index.condition.empty() ? "1" : "(" + index.condition + ")");
        selected.push_back(quoted_list(index.columns));
    }
    Rows rows(database, fmt::format("SELECT {} FROM \"{}\" {}", join(selected, ", "), table,
                                    table_itself(indexes)));
    std::vector<EntrySum> sums(indexes.size());
    while (rows.next()) {
        std::size_t column = 0;
        for (std::size_t i = 0; i < indexes.size(); ++i) {
            const bool within = sqlite3_value_int(rows.value(column++)) != 0;
            EntryHash hash(key);
            for (std::size_t j = 0; j < indexes[i].columns.size(); ++j) {
                hash.add(rows.value(column++));
            }
            if (within) {
                sums[i].add(hash);
            }
        }
    }
    return sums;
}

// Nothing where there is more to it than columns in ascending order of their bytes.
std::optional<TableIndex> read_index(SQLite::Database& database, const std::string& name) {
    TableIndex index;
    index.name = name;
    SQLite::Statement row(database, "SELECT cid, name, \"desc\", coll FROM pragma_index_xinfo(?)");
    row.bind(1, name);
    while (row.executeStep()) {
        const int number = row.getColumn(0).getInt();
        if (number == kExpression || row.getColumn(2).getInt() != 0 ||
            row.getColumn(3).getString() != "BINARY") {
            return std::nullopt;
        }
        index.columns.push_back(number == kRowid ? "rowid" : row.getColumn(1).getString());
    }
    return index;
}

// Of its definition, which this program or its schema wrote.
std::string condition_of(SQLite::Database& database, const std::string& name) {
    SQLite::Statement row(database, "SELECT sql FROM sqlite_schema WHERE name = ?");
    row.bind(1, name);
    const std::string sql = row.executeStep() ? row.getColumn(0).getString() : "";
    constexpr std::string_view kWhere = " WHERE ";
    const auto where = sql.find(kWhere);
    return where == std::string::npos ? "" : sql.substr(where + kWhere.size());
}

std::size_t key_columns_of(SQLite::Database& database, const std::string& name) {
    SQLite::Statement row(database, "SELECT count(*) FROM pragma_index_info(?)");
    row.bind(1, name);
    row.executeStep();
    return static_cast<std::size_t>(row.getColumn(0).getInt64());
}

bool has_rowid(SQLite::Database& database, const std::string& table) {
    SQLite::Statement row(database, "SELECT wr FROM pragma_table_list(?) WHERE schema = 'main'");
    row.bind(1, table);
    return row.executeStep() && row.getColumn(0).getInt() == 0;
}

}  // namespace

std::optional<std::vector<TableIndex>> indexes_of(SQLite::Database& database,
                                                  const std::string& table) {
    std::vector<TableIndex> indexes;
    SQLite::Statement row(database,
                          "SELECT name, \"unique\", origin, partial FROM pragma_index_list(?)");
    row.bind(1, table);
    while (row.executeStep()) {
        const std::string name = row.getColumn(0).getString();
        auto index = read_index(database, name);
        if (!index) {
            return std::nullopt;
        }
        if (row.getColumn(3).getInt() != 0) {
            index->condition = condition_of(database, name);
            if (index->condition.empty()) {
                return std::nullopt;
            }
        }
        const std::size_t key_columns = key_columns_of(database, name);
        index->unique_columns = row.getColumn(1).getInt() != 0 ? key_columns : 0;
        if (row.getColumn(2).getString() == "pk" && !has_rowid(database, table)) {
            index->is_table = true;  // of its columns only the key has an order
            index->columns.resize(key_columns);
        }
        indexes.push_back(std::move(*index));
    }
    return indexes;
}

bool indexes_agree(SQLite::Database& database, const std::string& table,
                   const std::vector<TableIndex>& indexes, std::uint64_t key) {
    if (indexes.empty()) {
        return true;
    }
    const auto wanted = sums_of_table(database, table, indexes, key);
    for (std::size_t i = 0; i < indexes.size(); ++i) {
        if (sum_of_index(database, table, indexes[i], key) != wanted[i]) {
            return false;
        }
    }
    return true;
}

}  // namespace taizhang::store_sqlite
