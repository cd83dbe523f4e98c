// SPDX-License-Identifier: Apache-2.0
#include "service/jobs/do_job.hpp"

#include <boost/json.hpp>
#include <fstream>

#include "access/reach_digest.hpp"
#include "base/clock.hpp"
#include "service/identity/caller.hpp"
#include "service/jobs/job_details.hpp"
#include "service/jobs/job_requests.hpp"
#include "service/records/export_records.hpp"
#include "service/records/import_records.hpp"
#include "service/reporting/render_report.hpp"

namespace taizhang::service {

namespace fs = std::filesystem;
namespace json = boost::json;

using store::Job;
using store::JobKind;

namespace {

class Doing {
  public:
    Doing(const Session& session, const JobFiles& files, const Job& job, const JobControl& control,
          JobEnd& end)
        : session_(session), files_(files), job_(job), control_(control), end_(end) {}

    Result<void> run() {
        switch (job_.kind) {
            case JobKind::Import:
                return import_table();
            case JobKind::Export:
                return write_export();
            case JobKind::Report:
                return write_report_file();
            case JobKind::Undo:
                return undo();
        }
        return fail(ErrorCode::Unsupported, "这个版本不会办这种任务", "unknown kind of job");
    }

  private:
    Result<void> import_table();
    Result<void> write_export();
    Result<void> write_report_file();
    Result<void> undo();

    Result<void> note_batch(const ImportRequest& request);
    void note_import(const ImportOutcome& outcome);
    void note_result(const std::string& name);
    WorkReport steps() {
        return [this](const WorkProgress& progress) {
            return control_.go_on({progress.done, progress.share, BatchId{}});
        };
    }

    const Session& session_;
    const JobFiles& files_;
    const Job& job_;
    const JobControl& control_;
    JobEnd& end_;
};

void Doing::note_result(const std::string& name) {
    std::error_code missing;
    const auto bytes = fs::file_size(files_.output(job_.folder, name), missing);
    if (!missing) {
        end_.result_name = name;
        end_.result_bytes = static_cast<std::int64_t>(bytes);
    }
}

void Doing::note_import(const ImportOutcome& outcome) {
    end_.batch = outcome.batch;
    end_.outcome = {{"added", outcome.added},
                    {"changed", outcome.changed},
                    {"same", outcome.same},
                    {"rejected", outcome.rejected},
                    {"zero_reports", outcome.zero_reports},
                    {"imported_before", outcome.imported_before},
                    {"resumed", outcome.resumed},
                    {"taken_back", outcome.taken_back}};
    end_.details = details_of(outcome);
}

// Of an import that was stopped: its rows are there, each with all that belongs to it, and the
// batch can be gone on with or taken back. Of one that was to be whole or nothing, nothing stays.
Result<void> Doing::note_batch(const ImportRequest& request) {
    if (!end_.batch) {
        return {};
    }
    const bool take_back = request.all_or_nothing && control_.cancelled();
    if (take_back) {
        TZ_TRY(undo_batch(session_, end_.batch));
    }
    return session_.store.read([&](store::ReadTx& tx) -> Result<void> {
        if (const auto batch = tx.batch(end_.batch)) {
            end_.outcome = {{"added", batch->added},
                            {"changed", batch->changed},
                            {"same", batch->same},
                            {"rejected", batch->rejected},
                            {"taken_back", take_back}};
        }
        return {};
    });
}

Result<void> Doing::import_table() {
    const auto request = TZ_TRY(read_import_request(job_.request));
    const std::string errors_name =
        fs::path(request.file_name).stem().string() + "-有误." + request.errors_format;
    ImportOptions options;
    options.sheet = request.sheet;
    options.map = request.map;
    options.columns = request.columns;
    options.date_order = model::date_order(request.date_order).value_or(model::DateOrder::Untold);
    options.dry_run = request.dry_run;
    options.all_or_nothing = request.all_or_nothing;
    options.errors_file = files_.output(job_.folder, errors_name);
    options.progress = [&](const ImportProgress& progress) {
        end_.batch = progress.batch;
        return control_.go_on({progress.rows, progress.share, progress.batch});
    };
    const auto outcome = import_records(session_, request.ledger,
                                        files_.input(job_.folder, request.file_name), options);
    if (!outcome) {
        if (outcome.error().code == ErrorCode::Interrupted) {
            TZ_TRY(note_batch(request));
        }
        return tl::unexpected(outcome.error());
    }
    note_import(*outcome);
    note_result(errors_name);
    if (!outcome->map_errors.empty()) {
        return fail(ErrorCode::InvalidInput, "对照表有误，什么也没有做", "mistakes in the map");
    }
    return {};
}

Result<void> Doing::write_export() {
    const auto request = TZ_TRY(read_export_request(job_.request));
    const auto definitions = TZ_TRY(load_definitions(session_));
    const auto* ledger = TZ_TRY(definitions->catalog.ledger(request.ledger));
    const std::string name = safe_file_name(ledger->title.zh + "." + request.format);
    ExportOptions options;
    if (!request.period.empty()) {
        options.period = TZ_TRY(parse_period(request.period));
    }
    options.area = request.area;
    options.filters = request.filters;
    options.reveal_reason = request.reason;
    options.progress = steps();
    const auto records =
        TZ_TRY(export_records(session_, ledger->name, files_.output(job_.folder, name), options));
    control_.go_on({records, 1, BatchId{}});
    end_.outcome["records"] = records;
    note_result(name);
    return {};
}

Result<void> Doing::write_report_file() {
    const auto request = TZ_TRY(read_report_request(job_.request));
    const std::string name =
        safe_file_name(request.report + "-" + request.period + "." + request.format);
    const auto format = TZ_TRY(report_format(name));
    ReportQuery query;
    query.name = request.report;
    query.period = TZ_TRY(parse_period(request.period));
    query.area = request.area;
    query.evidence = shows_evidence(format);
    query.progress = steps();
    const auto report = TZ_TRY(render_report(session_, query));
    const auto text = TZ_TRY(write_report(report, format));
    std::ofstream stream(files_.output(job_.folder, name), std::ios::binary);
    stream.write(text.data(), static_cast<std::streamsize>(text.size()));
    stream.close();
    if (stream.fail()) {
        return fail(ErrorCode::Io, "报告写不进去，请管理员检查磁盘空间", "cannot write report");
    }
    std::int64_t missing = 0;
    for (const auto& figure : report.figures) {
        missing += figure.state == report::FigureState::Missing ? 1 : 0;
    }
    end_.outcome = {{"figures", report.figures.size()}, {"missing", missing}};
    note_result(name);
    return {};
}

Result<void> Doing::undo() {
    const auto outcome = TZ_TRY(undo_batch(session_, job_.batch));
    end_.batch = job_.batch;
    end_.outcome = {{"removed", outcome.removed}, {"reverted", outcome.reverted}};
    return {};
}

Result<Caller> maker_of(const Session& anyone, const Job& job) {
    Caller asked;
    asked.account = job.account;
    asked.token = job.token;
    asked.principal.name = job.actor;
    Caller now;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        now = TZ_TRY(caller_again(*definitions, tx, asked, system_now()));
        return {};
    };
    if (auto found = read_defined(anyone, read); !found) {
        if (found.error().code != ErrorCode::Forbidden) {
            return tl::unexpected(found.error());
        }
        return fail(ErrorCode::Forbidden, "建这个任务的账号停用了，或者令牌作废了，任务没有办",
                    "the maker of the job may not any longer");
    }
    return now;
}

Result<void> do_as_maker(const Session& anyone, const JobFiles& files, const Job& job,
                         const JobControl& control, JobEnd& end) {
    const auto maker = TZ_TRY(maker_of(anyone, job));
    end.reach = access::reach_digest(maker.principal.holdings);
    const Session session{anyone.store, maker.principal, anyone.definitions};
    return Doing(session, files, job, control, end).run();
}

}  // namespace

JobEnd do_job(store::Store& store, const std::shared_ptr<DefinitionsCache>& definitions,
              const JobFiles& files, const Job& job, const JobControl& control) {
    JobEnd end;
    Result<void> done;
    try {
        done = do_as_maker(Session{store, {}, definitions}, files, job, control, end);
    } catch (const std::exception&) {
        // Its text may quote a stored value.
        done = fail(ErrorCode::Io, "办的时候程序或环境出了错，请告诉管理员，过后再办一次",
                    "a job threw");
    }
    if (!done) {
        end.problem = done.error();
        for (const auto& [name, value] : details_of(done.error())) {
            end.details[name] = value;
        }
    }
    return end;
}

}  // namespace taizhang::service
