// SPDX-License-Identifier: Apache-2.0
// A city's 311 requests through a map: nothing lost, the figures are those of an independent count,
// each damaged row is told and no other, and the mended error workbook goes in.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <memory>
#include <regex>
#include <set>

#include "exchange/table.hpp"
#include "exchange/table_writer.hpp"
#include "tests/maps/plain_csv.hpp"

namespace taizhang::tests {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNumber = 1;  // columns of the file
constexpr std::size_t kOnTime = 5;
constexpr std::size_t kDepartment = 12;

const fs::path kPack = fs::path(TAIZHANG_SOURCE_DIR) / "packs/examples/service-requests-311";

std::string shell(const std::string& command) {
    std::string output;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen((command + " 2>&1").c_str(), "r"),
                                                     pclose);
    std::array<char, 65536> buffer{};
    for (std::size_t count = 0; (count = fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;) {
        output.append(buffer.data(), count);
    }
    return output;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// One way to spoil a row: what is put where, and what must be said of it.
struct Damage {
    std::string column;
    std::string value;
    std::string shown;  // the value in the message; "" where there is none
    std::string said;
};

const std::vector<Damage>& damages() {
    static const std::vector<Damage> kDamages = {
        {"open_dt", "next Tuesday", "next Tuesday", "受理日期不是日期。应为：按对照表的写法 %Y-"},
        {"sla_target_dt", "2025-02-30 08:00:00", "2025-02-30 08:00:00",
         "应办结时间不是时间。应为：按对照表的写法 %Y-"},
        {"on_time", "LATE", "LATE", "是否按时没有“LATE”这一项。应为：ONTIME、OVERDUE"},
        {"latitude", "142.36", "142.36", "不是经纬度的纬度。应为：-90 到 90"},
        {"department", "", "", "承办部门没有填。应为：文字"},
        {"case_enquiry_id", "=first", "",
         "文件里前面已有一行是同一条（编号相同），内容却不同。应为：同一条只写一行"},
        {"case_title", std::string(101, 'x'), std::string(20, 'x') + "…",
         "诉求标题太长，有 101 字。应为：不超过 100 字"},
        {"city_council_district", "2x", "2x", "议会选区不是可用的数字。应为：整数"},
        {"closed_dt", "2024-12-31 00:00:00", "2024-12-31", "办结日期早于受理日期。应为："},
        {"+", "MA 02118", "", "这一行有 32 格，表头只有 31 列，后面的格子错了位。应为：31 格"},
    };
    return kDamages;
}

struct Damaged {
    std::size_t row;  // index in the file's rows; 0 is the header
    const Damage* damage;
    std::string place;  // F（on_time）
    std::string shown;
};

class Requests : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / fmt::format("taizhang-311-{}", getpid());
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    std::string office(const std::string& name, const std::string& arguments) const {
        const auto space = arguments.find(' ');
        return shell(fmt::format("cd '{}' && '{}' {} --data {}{}", folder_.string(),
                                 TAIZHANG_PROGRAM, arguments.substr(0, space), name,
                                 space == std::string::npos ? "" : arguments.substr(space)));
    }

    void new_office(const std::string& name) const {
        office(name, fmt::format("init --pack '{}' --name Boston", kPack.string()));
        const auto areas = office(name, fmt::format("areas '{}'", (kPack / "areas.csv").string()));
        ASSERT_TRUE(has(areas, "新增区域 23")) << areas;
    }

    std::string import(const std::string& name, const std::string& file,
                       const std::string& more = "") const {
        return office(name,
                      fmt::format("import service_request '{}' --map boston_311 {}", file, more));
    }

    // By another program than ours.
    static std::string counted(const fs::path& file, const std::string& condition) {
        std::string count = shell(
            fmt::format("sqlite3 :memory: '.mode csv' '.import \"{}\" t' \"SELECT count(*) FROM t "
                        "WHERE {}\"",
                        file.string(), condition));
        count.erase(std::remove(count.begin(), count.end(), '\n'), count.end());
        return count;
    }

    void expect_figures(const std::string& name, const fs::path& file) const {
        const auto figures = office(name, "figures --period 2025H1");
        const std::pair<std::string, std::string> kWanted[] = {
            {"requests.total\t受理诉求", "1"},
            {"requests.on_time\t按时", "on_time = 'ONTIME'"},
            {"requests.overdue\t超期", "on_time = 'OVERDUE'"},
            {"requests.open\t办理中", "case_status = 'Open'"},
            {"requests.closed\t已办结", "case_status = 'Closed'"},
            {"requests.street_lights\t路灯", "reason = 'Street Lights'"}};
        for (const auto& [figure, condition] : kWanted) {
            const std::string line = figure + "\t" + counted(file, condition) + "件";
            EXPECT_TRUE(has(figures, line)) << line << " is not in\n" << figures;
        }
    }

    // What a dry run foresees ("指标\t名称\t原数 → 新数") by indicator; true: the new ones.
    static std::map<std::string, std::string> foreseen(const std::string& output, bool after) {
        std::map<std::string, std::string> figures;
        const std::regex line("  ([a-z_.]+)\t[^\t\n]*\t([^\t\n]+) → ([^\t\n]+)\n");
        for (std::sregex_iterator match(output.begin(), output.end(), line), end; match != end;
             ++match) {
            figures[(*match)[1]] = (*match)[after ? 3 : 2];
        }
        return figures;
    }

    std::map<std::string, std::string> figures(const std::string& name) const {
        std::map<std::string, std::string> all;
        const std::string output = office(name, "figures --period 2025H1");
        const std::regex line("([a-z_.]+)\t[^\t\n]*\t([^\t\n]+)\t");
        for (std::sregex_iterator match(output.begin(), output.end(), line), end; match != end;
             ++match) {
            all[(*match)[1]] = (*match)[2];
        }
        return all;
    }

    // A dry run counts what the import then does, and names exactly the figures that then differ.
    std::string import_as_foreseen(const std::string& name, const std::string& file) const {
        const auto before = figures(name);
        const auto dry = import(name, file, "--dry-run");
        EXPECT_EQ(figures(name), before);
        const auto real = import(name, file);
        const std::regex counts("新增 [0-9]+，改动 [0-9]+，相同 [0-9]+，有误 [0-9]+");
        std::smatch of_dry;
        std::smatch of_real;
        EXPECT_TRUE(std::regex_search(dry, of_dry, counts)) << dry;
        EXPECT_TRUE(std::regex_search(real, of_real, counts)) << real;
        EXPECT_EQ(of_dry.str(), of_real.str());
        std::map<std::string, std::string> from;
        std::map<std::string, std::string> to;
        for (const auto& [figure, value] : figures(name)) {
            if (before.at(figure) != value) {
                from[figure] = before.at(figure);
                to[figure] = value;
            }
        }
        EXPECT_FALSE(to.empty());
        EXPECT_EQ(foreseen(dry, false), from) << dry;
        EXPECT_EQ(foreseen(dry, true), to) << dry;
        return real;
    }

    // All late rows in time, departments renamed, some rows gone, some new.
    void change(const std::vector<Cells>& rows) const {
        auto changed = rows;
        for (std::size_t i = 1; i < changed.size(); ++i) {
            changed[i][kOnTime] = "ONTIME";
            changed[i][kDepartment] = i % 3 == 0 ? "NEW" : changed[i][kDepartment];
        }
        for (std::size_t i = 1; i < rows.size(); i += 10) {
            changed.push_back(rows[i]);
            changed.back()[kNumber] = "9" + rows[i][kNumber];
            changed.back()[kDepartment] = fmt::format("D{}", i);
        }
        changed.erase(changed.begin() + 2, changed.begin() + 5);
        write_csv(folder_ / "changed.csv", changed);
        const auto said = import_as_foreseen("whole", "changed.csv");
        const std::size_t added = (rows.size() - 1 + 9) / 10;
        EXPECT_TRUE(has(said, fmt::format("新增 {}，", added))) << said;
        expect_sound("whole", rows.size() - 1 + added);
    }

    void expect_sound(const std::string& name, std::size_t records) const {
        const auto verified = office(name, "verify");
        EXPECT_TRUE(has(verified, fmt::format("一致：条目 {}，", records))) << verified;
    }

    // Two rows of each way, spread over the file; the first row stays whole.
    std::vector<Damaged> damage(std::vector<Cells>& rows) const {
        std::vector<Damaged> done;
        const Cells header = rows[0];
        const std::size_t count = damages().size() * 2;
        for (std::size_t i = 0; i < count; ++i) {
            const Damage& how = damages()[i % damages().size()];
            const std::size_t row = 2 + i * (rows.size() - 2) / count;
            if (how.column == "+") {
                rows[row].insert(rows[row].begin() + 17, how.value);
                done.push_back({row, &how, "AF", rows[row].back()});
                continue;
            }
            const auto column = static_cast<std::size_t>(
                std::find(header.begin(), header.end(), how.column) - header.begin());
            const bool first = how.value == "=first";
            rows[row][column] = first ? rows[1][column] : how.value;
            done.push_back({row, &how,
                            fmt::format("{}（{}）", exchange::column_letters(column), how.column),
                            first ? rows[1][column] : how.shown});
        }
        return done;
    }

    static void expect_told(const std::string& output, const std::vector<Damaged>& damaged) {
        std::set<std::size_t> told;
        const std::regex line("damaged\\.csv 第 ([0-9]+) 行");
        for (std::sregex_iterator match(output.begin(), output.end(), line), end; match != end;
             ++match) {
            told.insert(std::stoul((*match)[1]));
        }
        std::set<std::size_t> wanted;
        for (const auto& one : damaged) {
            wanted.insert(one.row + 1);
            const std::string message = fmt::format(
                "damaged.csv 第 {} 行 {} 列{}：{}", one.row + 1, one.place,
                one.shown.empty() ? "" : fmt::format(" “{}”", one.shown), one.damage->said);
            EXPECT_TRUE(has(output, message)) << message << " is not in\n" << output;
        }
        EXPECT_EQ(told, wanted);
    }

    void round_trip(const fs::path& file) {
        const auto rows = read_csv(file);
        new_office("whole");
        const auto whole = import_as_foreseen("whole", file.string());
        const std::size_t count = rows.size() - 1;
        EXPECT_TRUE(has(whole, fmt::format("新增 {}，改动 0，相同 0，有误 0", count))) << whole;
        EXPECT_FALSE(has(whole, "没有导入")) << whole;
        EXPECT_EQ(std::to_string(count), counted(file, "1"));
        expect_figures("whole", file);
        expect_sound("whole", count);
        change(rows);
        for (const std::string form : {"csv", "xlsx"}) {
            mend(file, rows, form);
        }
    }

    void mend(const fs::path& file, const std::vector<Cells>& rows, const std::string& form) {
        auto spoilt = rows;
        const auto damaged = damage(spoilt);
        ASSERT_EQ(damaged.size(), 20U);
        write_csv(folder_ / "damaged.csv", spoilt);
        const std::string name = "mended-" + form;
        new_office(name);
        const std::string errors = "errors." + form;
        const auto first = import(name, "damaged.csv", "--errors " + errors);
        const std::size_t good = rows.size() - 1 - damaged.size();
        EXPECT_TRUE(has(first, fmt::format("新增 {}，改动 0，相同 0，有误 20", good))) << first;
        expect_told(first, damaged);
        expect_sound(name, good);
        const std::string mended = "mended." + form;
        form == "csv" ? mend_csv(errors, mended, rows, damaged)
                      : mend_xlsx(errors, mended, rows, damaged);
        const auto second = import(name, mended);
        EXPECT_TRUE(has(second, fmt::format("新增 20，改动 0，相同 {}，有误 0", good))) << second;
        expect_figures(name, file);
        expect_sound(name, rows.size() - 1);
    }

    void mend_csv(const std::string& from, const std::string& to, const std::vector<Cells>& rows,
                  const std::vector<Damaged>& damaged) const {
        auto table = read_csv(folder_ / from);
        ASSERT_EQ(table.size(), rows.size());
        for (std::size_t i = 1; i < table.size(); ++i) {
            const bool wrong = std::any_of(damaged.begin(), damaged.end(),
                                           [&](const Damaged& one) { return one.row == i; });
            EXPECT_EQ(!table[i].back().empty(), wrong) << "row " << i;
            if (wrong) {
                std::copy(rows[i].begin(), rows[i].end(), table[i].begin());
            }
        }
        write_csv(folder_ / to, table);
    }

    void mend_xlsx(const std::string& from, const std::string& to, const std::vector<Cells>& rows,
                   const std::vector<Damaged>& damaged) const {
        const auto reader = exchange::open_table(folder_ / from, {});
        ASSERT_TRUE(reader) << describe(reader.error());
        std::unique_ptr<exchange::TableWriter> writer;
        for (std::size_t i = 0;; ++i) {
            const exchange::Row* row = *(*reader)->next();
            if (row == nullptr) {
                EXPECT_EQ(i, rows.size());
                break;
            }
            if (i == 0) {
                std::vector<exchange::OutputColumn> titles;
                for (const auto& cell : row->cells) {
                    titles.push_back({cell.text, 0});
                }
                writer = *exchange::create_table(folder_ / to, titles, {});
                continue;
            }
            const bool wrong = std::any_of(damaged.begin(), damaged.end(),
                                           [&](const Damaged& one) { return one.row == i; });
            std::vector<exchange::OutputCell> cells;
            for (std::size_t c = 0; c < rows[0].size(); ++c) {
                const bool there = c < row->cells.size();
                cells.push_back(exchange::OutputCell::of_text(wrong   ? rows[i][c]
                                                              : there ? row->cells[c].text
                                                                      : ""));
            }
            EXPECT_EQ(row->cells.size() > rows[0].size(), wrong) << "row " << i;
            ASSERT_TRUE(writer->write_row(cells));
        }
        ASSERT_TRUE(writer->finish());
    }

    fs::path folder_;
};

TEST_F(Requests, TheMadeUpSampleGoesInAndItsErrorsAreMended) {
    round_trip(kPack / "sample.csv");
}

TEST_F(Requests, TheCitysOwnFileGoesInAndItsErrorsAreMended) {
    const char* named = std::getenv("TAIZHANG_311_CSV");
    const fs::path file = named != nullptr
                              ? fs::path(named)
                              : fs::path(TAIZHANG_SOURCE_DIR) / "../boston311_2025_2424.csv";
    if (!fs::exists(file)) {
        GTEST_SKIP() << "the city's own file is not here; TAIZHANG_311_CSV names it";
    }
    EXPECT_EQ(counted(file, "1"), "2424");
    round_trip(fs::canonical(file));
    fmt::print("counted in the file by sqlite3: {} rows, {} on time, {} overdue\n{}",
               counted(file, "1"), counted(file, "on_time = 'ONTIME'"),
               counted(file, "on_time = 'OVERDUE'"),
               office("mended-xlsx", "figures --period 2025H1"));
}

}  // namespace
}  // namespace taizhang::tests
