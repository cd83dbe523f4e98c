// SPDX-License-Identifier: Apache-2.0
// Random definitions, random inserts, changes, deletes, restores, purges and undos: roll-ups equal
// a recount and the seals verify, whatever happened.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "model/records/parse_value.hpp"
#include "service/records/import_records.hpp"
#include "service/reporting/figures.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t bound) {
    return random() % bound;
}

struct RandomField {
    std::string name, yaml;
    std::string type;
};

RandomField random_field(Random& random, std::size_t index) {
    static const std::vector<std::string> kTypes = {"integer", "money",  "decimal", "choice",
                                                    "boolean", "person", "text",    "date"};
    const std::string& type = kTypes[below(random, kTypes.size())];
    const std::string name = fmt::format("f{}", index);
    std::string extra;
    if (type == "choice") {
        extra = ", choices: {a: 甲, b: 乙, c: 丙}";
    } else if (type == "person") {
        extra = ", sensitive: identity";
    } else if (type == "decimal") {
        extra = fmt::format(", scale: {}", below(random, 5));
    }
    return {name,
            fmt::format("  - {{name: {}, title: 字段{}, type: {}{}}}\n", name, index, type, extra),
            type};
}

struct RandomPack {
    std::string yaml;
    std::vector<RandomField> fields;
};

RandomPack random_pack(Random& random) {
    RandomPack pack;
    pack.yaml =
        "ledger: things\ntitle: {zh: 事项, en: Things}\nchapter: main\n"
        "purpose: {zh: 记, en: Keep}\nnumber: SX\nretention: {years: 3}\nfields:\n"
        "  - {name: done_on, title: 日期, type: date, role: happened_on}\n"
        "  - {name: place, title: 地点, type: area, role: area}\n";
    const std::size_t count = 2 + below(random, 6);
    for (std::size_t i = 0; i < count; ++i) {
        pack.fields.push_back(random_field(random, i));
        pack.yaml += pack.fields.back().yaml;
    }
    const auto indicator = [&](const std::string& name, const std::string& measure,
                               const std::string& where) {
        pack.yaml += fmt::format(
            "---\nindicator: {}\ntitle: {{zh: 数, en: Number}}\nof: things\nmeasure: {}\n{}unit: "
            "个\n",
            name, measure, where.empty() ? "" : "where: " + where + "\n");
    };
    indicator("all", "count", "");
    for (const auto& field : pack.fields) {
        if (field.type == "integer" || field.type == "money" || field.type == "decimal") {
            indicator("sum_" + field.name, fmt::format("sum({})", field.name), "");
            indicator("big_" + field.name, "count", field.name + " >= 5");
        } else if (field.type == "choice") {
            indicator("a_" + field.name, "count", field.name + " = 'a'");
            indicator("ab_" + field.name, "count", fmt::format("\"{} in ('a', 'b')\"", field.name));
        } else if (field.type == "boolean") {
            indicator("yes_" + field.name, "count", field.name + " = true");
        }
    }
    return pack;
}

std::string random_text(Random& random, const RandomField& field) {
    if (below(random, 5) == 0) {
        return "";
    }
    if (field.type == "integer" || field.type == "decimal") {
        return std::to_string(below(random, 30));
    }
    if (field.type == "money") {
        return fmt::format("{}.{:02}", below(random, 500), below(random, 100));
    }
    if (field.type == "choice") {
        return std::vector<std::string>{"甲", "乙", "丙"}[below(random, 3)];
    }
    if (field.type == "boolean") {
        return below(random, 2) == 0 ? "是" : "否";
    }
    if (field.type == "date") {
        return fmt::format("2020-{:02}-{:02}", 1 + below(random, 12), 1 + below(random, 28));
    }
    return fmt::format("文{}", below(random, 9));
}

class RandomOffice {
  public:
    RandomOffice(std::uint64_t seed)
        : random_(seed), pack_(random_pack(random_)), office_(pack_.yaml) {}

    void step() {
        switch (below(random_, 8)) {
            case 0:
            case 1:
            case 2:
                return add();
            case 3:
            case 4:
                return change();
            case 5:
                return import_file();
            case 6:
                return undo();
            default:
                return remove_or_restore();
        }
    }

    TestOffice& office() { return office_; }

  private:
    std::vector<std::pair<std::string, std::string>> random_row() {
        static const std::vector<std::string> kPlaces = {
            "云桥街道", "石桥社区", "石桥第一网格", "石桥第二网格", "柳荫第一网格", "柳荫第二网格"};
        std::vector<std::pair<std::string, std::string>> row = {
            {"done_on",
             fmt::format("2020-{:02}-{:02}", 1 + below(random_, 12), 1 + below(random_, 28))},
            {"place", kPlaces[below(random_, kPlaces.size())]}};
        for (const auto& field : pack_.fields) {
            row.emplace_back(field.name, random_text(random_, field));
        }
        return row;
    }

    void add() {
        const auto record = office_.add("things", random_row());
        ASSERT_TRUE(record) << describe(record.error());
    }

    std::vector<model::LedgerRecord> records() { return office_.records("things"); }

    void with_writer(const std::function<Result<void>(service::RecordWriter&)>& work) {
        const auto definitions = office_.definitions();
        const auto grant =
            access::authorize(office_.session().principal, access::Permission::WriteRecords);
        const auto written = office_.store().write([&](store::WriteTx& tx) -> Result<void> {
            service::RecordWriter writer(
                tx, *definitions, *definitions->catalog.pack.ledger("things"), *grant, BatchId{});
            return work(writer);
        });
        EXPECT_TRUE(written) << describe(written.error());
    }

    void change() {
        const auto all = records();
        if (all.empty()) {
            return;
        }
        const auto& record = all[below(random_, all.size())];
        if (record.deleted || record.purged) {
            return;
        }
        const auto definitions = office_.definitions();
        const auto& ledger = *definitions->catalog.pack.ledger("things");
        auto values = record.values;
        for (const auto& [name, text] : random_row()) {
            const auto field = *ledger.field_index(name);
            if (below(random_, 2) == 0 && name != "place" && (name != "done_on" || !text.empty())) {
                values[field] = *model::parse_typed(text, ledger.fields[field]);
            }
        }
        with_writer([&](service::RecordWriter& writer) -> Result<void> {
            TZ_TRY(writer.change(record, values));
            return {};
        });
    }

    void remove_or_restore() {
        const auto all = records();
        if (all.empty()) {
            return;
        }
        const auto& record = all[below(random_, all.size())];
        with_writer([&](service::RecordWriter& writer) -> Result<void> {
            if (record.deleted) {
                TZ_TRY(writer.restore(record, record.values));
                return {};
            }
            return below(random_, 4) == 0 && !record.purged ? writer.purge(record)
                                                            : writer.remove(record);
        });
    }

    void import_file() {
        const auto file = office_.folder() / fmt::format("rows{}.csv", ++files_);
        {
            std::ofstream stream(file);
            stream << "日期,地点";
            for (std::size_t i = 0; i < pack_.fields.size(); ++i) {
                stream << ",字段" << i;
            }
            stream << "\n";
            for (std::size_t i = 0; i < 1 + below(random_, 12); ++i) {
                std::string line;
                for (const auto& [name, text] : random_row()) {
                    line += (line.empty() ? "" : ",") + text;
                }
                stream << line << "\n";
            }
        }
        const auto outcome = service::import_records(office_.session(), "things", file, {});
        ASSERT_TRUE(outcome) << describe(outcome.error());
        EXPECT_EQ(outcome->rejected, 0);
        if (outcome->batch) {
            batches_.push_back(outcome->batch);
        }
    }

    void undo() {
        if (batches_.empty()) {
            return;
        }
        const BatchId batch = batches_[below(random_, batches_.size())];
        const auto outcome = service::undo_batch(office_.session(), batch);
        // Refused where a record was changed since; then nothing may have happened.
        if (!outcome) {
            EXPECT_EQ(outcome.error().code, ErrorCode::Conflict) << describe(outcome.error());
        }
    }

    Random random_;
    RandomPack pack_;
    TestOffice office_;
    int files_ = 0;
    std::vector<BatchId> batches_;
};

class RandomWrites : public EveryAdapter {};

TEST_P(RandomWrites, RollupsEqualARecountAndSealsVerify) {
    constexpr std::uint64_t kPacks = 12;
    constexpr int kSteps = 60;
    for (std::uint64_t seed = 1; seed <= kPacks; ++seed) {
        RandomOffice random(seed);
        for (int step = 0; step < kSteps; ++step) {
            random.step();
            ASSERT_FALSE(HasFailure()) << "seed " << seed << " step " << step;
        }
        const auto outcome = random.office().verify();
        EXPECT_TRUE(outcome.sound()) << "seed " << seed << ": " << outcome.findings.front();
        EXPECT_GT(outcome.records, 0);
    }
}

// What the roll-ups say is what a trace counts, at every level and for odd periods.
TEST_P(RandomWrites, FiguresEqualTheirTraces) {
    for (std::uint64_t seed = 100; seed < 104; ++seed) {
        RandomOffice random(seed);
        for (int step = 0; step < 40; ++step) {
            random.step();
        }
        for (const auto* code : {"2020", "2020H1", "2020Q3", "2020-02", "2020-01-15..2020-09-20"}) {
            for (const auto* area : {"", "石桥社区", "柳荫第二网格"}) {
                const auto period = parse_period(code);
                const auto trace =
                    service::trace_figure(random.office().session(), "all", *period, area);
                ASSERT_TRUE(trace) << describe(trace.error());
                EXPECT_EQ(static_cast<std::int64_t>(trace->records.size()),
                          trace->figure.value.records)
                    << "seed " << seed << " " << code << " " << area;
            }
        }
    }
}

TZ_FOR_EVERY_ADAPTER(RandomWrites);

}  // namespace
}  // namespace taizhang::tests
