// SPDX-License-Identifier: Apache-2.0
// The sample half-year, through the same importer that an office uses.
#include <fmt/format.h>

#include <memory>

#include "cli/context.hpp"
#include "service/areas/import_areas.hpp"
#include "service/pack/install_pack.hpp"
#include "service/records/import_records.hpp"

namespace taizhang::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOfficeName = "云桥街道办事处";
constexpr const char* kOfficeCode = "000000001";
constexpr const char* kPeriod = "2020H1";
constexpr const char* kAreasFile = "areas.xlsx";

Result<void> unpack(const Context& context, const fs::path& folder) {
    for (const auto& file : context.environment().demo_workbooks()) {
        TZ_TRY(write_file(folder / file.name, file.content));
    }
    return {};
}

Result<std::int64_t> import_workbook(const service::Session& session, const fs::path& file) {
    const auto outcome = TZ_TRY(service::import_records(session, file.stem().string(), file, {}));
    if (outcome.rejected > 0) {
        say_errors(outcome.errors);
        return fail(ErrorCode::Corrupt, "样本工作簿有错行：" + file.string(), "bad sample");
    }
    return outcome.added;
}

Result<int> load(const Context& context, const service::Session& session, const fs::path& data) {
    const fs::path workbooks = data / "workbooks";
    std::vector<model::PackFile> files;
    for (const auto& file : context.environment().default_pack()) {
        files.push_back({file.name, std::string(file.content)});
    }
    if (TZ_TRY(initialise(session, files, kOfficeCode, kOfficeName)) != kDone) {
        return kFailed;
    }
    TZ_TRY(unpack(context, workbooks));
    const auto areas = TZ_TRY(service::import_areas(session, workbooks / kAreasFile));
    if (!areas.errors.empty()) {
        say_errors(areas.errors);
        return kFailed;
    }
    std::int64_t rows = 0;
    for (const auto& file : context.environment().demo_workbooks()) {
        if (file.name != kAreasFile) {
            rows += TZ_TRY(import_workbook(session, workbooks / file.name));
        }
    }
    say(fmt::format("已导入 {} 本工作簿 {} 条", context.environment().demo_workbooks().size() - 1,
                    rows));
    const Period period = TZ_TRY(parse_period(kPeriod));
    for (const auto* ending : {".json", ".md", ".html", ".docx"}) {
        TZ_TRY(write_report_file(session, "half-year", period, "",
                                 data / (std::string("half-year-") + kPeriod + ending)));
    }
    return kDone;
}

}  // namespace

void add_demo(Context& context) {
    struct Options {
        std::string data = "taizhang-demo";
        std::string database;
        std::string suite;
    };
    auto options = std::make_shared<Options>();
    auto* command = context.add("demo", "装入样本半年，写出报告", [&context, options] {
        const auto& place = options->database.empty() ? options->data : options->database;
        return context.with_new_store(place, options->suite, [&](const service::Session& session) {
            return load(context, session, options->data);
        });
    });
    command->add_option("--data", options->data, "新的数据文件夹；用 --database 时只放工作簿和报告")
        ->capture_default_str()
        ->type_name("DIR");
    Context::add_database(command, options->database);
    Context::add_suite(command, options->suite);
}

}  // namespace taizhang::cli
