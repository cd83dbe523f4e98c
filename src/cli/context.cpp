// SPDX-License-Identifier: Apache-2.0
#include "cli/context.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "service/attachments/attachment_files.hpp"
#include "service/sealing/change_key.hpp"

namespace taizhang::cli {

void say(const std::string& line) {
    fmt::print(stderr, "{}\n", line);
}
void print(const std::string& text) {
    fmt::print("{}", text);
}
void say_error(const Error& error) {
    say(describe(error));
}

void say_errors(const std::vector<Error>& errors) {
    for (const auto& error : errors) {
        say("  " + describe(error));
    }
}

CLI::App* Context::add(const std::string& name, const std::string& description,
                       std::function<Result<int>()> work) {
    return add_to(&app_, name, description, std::move(work));
}

CLI::App* Context::add_group(const std::string& name, const std::string& description) {
    auto* group = app_.add_subcommand(name, description);
    group->require_subcommand(1);
    return group;
}

CLI::App* Context::add_to(CLI::App* group, const std::string& name, const std::string& description,
                          std::function<Result<int>()> work) {
    auto* command = group->add_subcommand(name, description);
    command->callback([this, work = std::move(work)] {
        const auto outcome = work();
        if (outcome) {
            exit_code_ = *outcome;
        } else {
            say_error(outcome.error());
            exit_code_ = kFailed;
        }
    });
    return command;
}

void Context::add_data(CLI::App* command, std::string& place) {
    auto* data = command->add_option("--data", place, "数据文件夹")->type_name("DIR");
    add_database(command, place)->excludes(data);
}

CLI::Option* Context::add_database(CLI::App* command, std::string& url) {
    return command->add_option("--database", url, "PostgreSQL 数据库，代替 --data")
        ->type_name("postgresql://…")
        ->check([](const std::string& given) {
            const bool known =
                given.starts_with("postgresql://") || given.starts_with("postgres://");
            return known ? std::string() : "postgresql://USER@HOST:PORT/NAME";
        });
}

void Context::add_folder(CLI::App* command, std::string& folder) {
    command->add_option("--data", folder, "数据文件夹")->required()->type_name("DIR");
}

void Context::add_suite(CLI::App* command, std::string& suite) {
    suite = service::key_suites().front();
    command->add_option("--suite", suite, "加密个人信息的算法")
        ->capture_default_str()
        ->check(CLI::IsMember(service::key_suites()));
}

const std::string& Context::given(const std::string& place) {
    if (place.empty()) {
        throw CLI::RequiredError("--data DIR 或 --database URL");
    }
    return place;
}

void Context::add_attachments(CLI::App* command) {
    command
        ->add_option("--attachments", attachments_,
                     "附件文件夹；数据文件夹里有自己的，用 --database 时写")
        ->type_name("DIR");
}

std::filesystem::path Context::attachments_folder(const std::string& place) const {
    // One folder for one store, whichever command asks.
    if (place.find("://") == std::string::npos) {
        return std::filesystem::path(place) / "attachments";
    }
    if (!attachments_.empty()) {
        return attachments_;
    }
    const char* variable = std::getenv("TAIZHANG_ATTACHMENTS");
    return variable == nullptr ? "" : variable;
}

Result<int> Context::run_session(
    Result<service::StorePtr> store, const std::string& place,
    const std::function<Result<int>(const service::Session&)>& work) const {
    if (!store) {
        return tl::unexpected(store.error());
    }
    const auto folder = attachments_folder(place);
    const service::AttachmentFiles files(folder);
    service::Session session{**store, access::local_operator(environment_.login_name)};
    session.files = folder.empty() ? nullptr : &files;
    return work(session);
}

Result<int> Context::with_store(const std::string& place,
                                const std::function<Result<int>(const service::Session&)>& work,
                                const std::string& key_file) const {
    return run_session(environment_.open_store(given(place), key_file), place, work);
}

Result<int> Context::with_new_store(
    const std::string& place, const std::string& suite,
    const std::function<Result<int>(const service::Session&)>& work) const {
    return run_session(environment_.create_store(given(place), suite), place, work);
}

Result<void> write_file(const std::filesystem::path& file, std::string_view content) {
    std::error_code ignored;
    if (file.has_parent_path()) {
        std::filesystem::create_directories(file.parent_path(), ignored);
    }
    // Written beside and renamed, so that a full disk never leaves half a report.
    const std::filesystem::path part = file.string() + ".part";
    std::ofstream stream(part, std::ios::binary);
    stream.write(content.data(), static_cast<std::streamsize>(content.size()));
    stream.close();
    std::error_code failed;
    if (stream) {
        std::filesystem::rename(part, file, failed);
    }
    if (!stream || failed) {
        std::filesystem::remove(part, ignored);
        return fail_at(ErrorCode::Io, SourcePlace{file.string(), "", 0, "", "", ""},
                       "文件写不进去，检查文件夹、权限和磁盘空间", "cannot write file");
    }
    return {};
}

}  // namespace taizhang::cli
