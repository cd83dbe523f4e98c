// SPDX-License-Identifier: Apache-2.0
// What the commands share. Results go to standard output, everything said about them to standard
// error, so that a script can read the one and a person the other.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/cli.hpp"

namespace taizhang::cli {

class Context {
  public:
    Context(CLI::App& app, const Environment& environment) : app_(app), environment_(environment) {}

    CLI::App& app() { return app_; }
    const Environment& environment() const { return environment_; }
    int exit_code() const { return exit_code_; }

    // A subcommand whose callback runs `work` and keeps its exit code. `work` returns an ExitCode.
    CLI::App* add(const std::string& name, const std::string& description,
                  std::function<Result<int>()> work);
    CLI::App* add_group(const std::string& name, const std::string& description);
    CLI::App* add_to(CLI::App* group, const std::string& name, const std::string& description,
                     std::function<Result<int>()> work);

    // --data DIR or --database URL: where the store is.
    static void add_data(CLI::App* command, std::string& place);
    static CLI::Option* add_database(CLI::App* command, std::string& url);
    // --data DIR, where a folder is needed.
    static void add_folder(CLI::App* command, std::string& folder);
    // --suite NAME: what a key is of.
    static void add_suite(CLI::App* command, std::string& suite);
    // Wrong usage where neither was given.
    static const std::string& given(const std::string& place);

    // --attachments DIR: where the files of records are, for a database; a data folder has its own.
    void add_attachments(CLI::App* command);
    // In the data folder, or by that option, or by the variable of the setting; empty: not said.
    std::filesystem::path attachments_folder(const std::string& place) const;
    // As the option would; for a command that learns it elsewhere.
    void say_attachments(std::string folder) { attachments_ = std::move(folder); }

    // Opens the store and runs `work` as the local operator.
    Result<int> with_store(const std::string& place,
                           const std::function<Result<int>(const service::Session&)>& work,
                           const std::string& key_file = "") const;
    Result<int> with_new_store(
        const std::string& place, const std::string& suite,
        const std::function<Result<int>(const service::Session&)>& work) const;

  private:
    Result<int> run_session(Result<service::StorePtr> store, const std::string& place,
                            const std::function<Result<int>(const service::Session&)>& work) const;

    CLI::App& app_;
    const Environment& environment_;
    int exit_code_ = kDone;
    std::string attachments_;  // of the one command that runs
};

void say(const std::string& line);    // standard error
void print(const std::string& text);  // standard output
void say_error(const Error& error);
void say_errors(const std::vector<Error>& errors);

// Each adds its commands.
void add_init(Context& context);
void add_pack(Context& context);
void add_definition(Context& context);
void add_areas(Context& context);
void add_import(Context& context);
void add_columns(Context& context);
void add_records(Context& context);
void add_figures(Context& context);
void add_search(Context& context);
void add_report(Context& context);
void add_verify(Context& context);
void add_demo(Context& context);
void add_tls(Context& context);
void add_user(Context& context);
void add_token(Context& context);
void add_audit(Context& context);
void add_serve(Context& context);
void add_config(Context& context);
void add_backup(Context& context);
void add_key(Context& context);
void add_doctor(Context& context);
void add_manual(Context& context);

// Shared with the demo.
Result<std::vector<model::PackFile>> read_pack_folder(const std::filesystem::path& folder);
Result<int> initialise(const service::Session& session, const std::vector<model::PackFile>& files,
                       const std::string& code, const std::string& name);
Result<int> write_report_file(const service::Session& session, const std::string& name,
                              const Period& period, const std::string& area,
                              const std::filesystem::path& file);
Result<void> write_file(const std::filesystem::path& file, std::string_view content);

}  // namespace taizhang::cli
