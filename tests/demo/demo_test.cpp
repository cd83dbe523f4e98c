// SPDX-License-Identifier: Apache-2.0
// The sample half-year, through the program: the 48 figures and the records behind each. On a
// PostgreSQL server where tests/with_postgres has started one.
#include <gtest/gtest.h>

#include <array>
#include <boost/json.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct Expected {
    std::string id, indicator, printed;
    double value = 0;
};

std::string output_of(const std::string& arguments) {
    const std::string command = std::string(TAIZHANG_PROGRAM) + " " + arguments + " 2>/dev/null";
    std::string output;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::array<char, 65536> buffer{};
    for (std::size_t count = 0; (count = fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;) {
        output.append(buffer.data(), count);
    }
    return output;
}

std::vector<Expected> expected_figures() {
    std::ifstream stream(fs::path(TAIZHANG_SOURCE_DIR) / "tests/demo/expected-figures.csv");
    std::vector<Expected> figures;
    std::string line;
    std::getline(stream, line);
    while (std::getline(stream, line)) {
        std::vector<std::string> cells;
        std::istringstream row(line);
        for (std::string cell; std::getline(row, cell, ',');) {
            cells.push_back(cell);
        }
        figures.push_back({cells.at(0), cells.at(1), cells.at(3), std::stod(cells.at(2))});
    }
    return figures;
}

class Demo : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        folder_ = fs::path(TAIZHANG_BINARY_DIR) /
                  (std::getenv("TZ_POSTGRES") == nullptr ? "demo-test" : "demo-postgres");
        fs::remove_all(folder_);
        const char* server = std::getenv("TZ_POSTGRES");
        const std::string database =
            server == nullptr ? "" : " --database '" + std::string(server) + "'";
        place_ = server == nullptr ? " --data " + folder_.string() : database;
        const std::string report = output_of("demo --data " + folder_.string() + database);
        ASSERT_NE(report.find("half-year-2020H1.docx"), std::string::npos) << report;
        const auto parsed = json::parse(output_of("figures --period 2020H1 --json" + place_));
        for (const auto& figure : parsed.at("figures").as_array()) {
            figures_[std::string(figure.at("indicator").as_string())] = figure.as_object();
        }
    }

    static std::string text(const json::value& value) {
        return value.is_string() ? std::string(value.as_string()) : "";
    }

    static inline fs::path folder_;
    static inline std::string place_;  // of the store, as options
    static inline std::map<std::string, json::object> figures_;
};

TEST_F(Demo, FiguresAreThoseOfTheHalfYear) {
    const auto expected = expected_figures();
    ASSERT_EQ(expected.size(), 48U);
    for (const auto& figure : expected) {
        ASSERT_TRUE(figures_.contains(figure.indicator)) << figure.indicator;
        const auto& got = figures_[figure.indicator];
        const std::string value = text(got.at("value"));
        ASSERT_FALSE(value.empty()) << figure.id << " is missing";
        const std::string more = "余";
        if (figure.printed.find(more) == std::string::npos) {
            EXPECT_DOUBLE_EQ(std::stod(value), figure.value) << figure.id;
            EXPECT_EQ(text(got.at("printed")), figure.printed) << figure.id;
        } else {
            EXPECT_GE(std::stod(value), figure.value) << figure.id;
            const bool says_more = text(got.at("printed")).find(more) != std::string::npos;
            EXPECT_EQ(says_more, std::stod(value) > figure.value)
                << figure.id << " prints " << text(got.at("printed")) << " for " << value;
        }
    }
}

TEST_F(Demo, EveryFigureIsTheSumOfItsRecords) {
    for (const auto& figure : expected_figures()) {
        const auto trace = json::parse(
            output_of("trace " + figure.indicator + " --period 2020H1 --json" + place_));
        std::map<std::string, double> sums;
        std::map<std::string, std::set<std::string>> numbers;
        for (const auto& record : trace.at("records").as_array()) {
            const auto& object = record.as_object();
            const std::string part = object.contains("part") ? text(object.at("part")) : "";
            sums[part] += std::stod(text(object.at("amount_counted")));
            EXPECT_TRUE(numbers[part].insert(text(object.at("number"))).second)
                << figure.id << " counts a record twice";
        }
        const double value = std::stod(text(trace.at("value")));
        if (trace.at("denominator").is_null()) {
            EXPECT_NEAR(sums[""], value, 1e-6) << figure.id;
        } else {
            const double factor = text(trace.at("unit")) == "%" ? 100 : 1;
            EXPECT_NEAR(sums["numerator"] / sums["denominator"] * factor, value, 0.005)
                << figure.id;
        }
    }
}

TEST_F(Demo, CommunitiesAddUpToTheSubdistrict) {
    const auto people = [&](const std::string& area) {
        const auto figures = json::parse(output_of(
            "figures relief.temporary.people --period 2020H1 --json --area " + area + place_));
        const std::string value = text(figures.at("figures").at(0).at("value"));
        return value.empty() ? 0 : std::stoi(value);
    };
    int sum = 0;
    for (const auto* community :
         {"石桥社区", "柳荫社区", "南塘社区", "云桥北社区", "东坡社区", "望江社区"}) {
        sum += people(community);
    }
    EXPECT_EQ(sum, 125);
}

TEST_F(Demo, QuartersAddUpToTheHalf) {
    double sum = 0;
    for (const auto* period : {"2020Q1", "2020Q2"}) {
        const auto figures = json::parse(output_of(
            std::string("figures relief.temporary.amount --json --period ") + period + place_));
        sum += std::stod(text(figures.at("figures").at(0).at("value")));
    }
    EXPECT_DOUBLE_EQ(sum, 61300);
}

}  // namespace
