// SPDX-License-Identifier: Apache-2.0
#include "service/jobs/ask_job.hpp"

#include <fmt/format.h>

#include "service/jobs/limits.hpp"
#include "service/records/export_records.hpp"
#include "service/records/import_records.hpp"
#include "service/reporting/render_report.hpp"

namespace taizhang::service {

using store::Job;
using store::JobKind;
using store::JobState;

namespace {

// Of a job that does not come to be, nothing stays.
class NewFolder {
  public:
    explicit NewFolder(const JobFiles& files) : files_(files), name_(files.make_folder()) {}
    ~NewFolder() {
        if (!kept_) {
            files_.drop(name_);
        }
    }
    NewFolder(const NewFolder&) = delete;
    NewFolder& operator=(const NewFolder&) = delete;

    const std::string& name() const { return name_; }
    void keep() { kept_ = true; }

  private:
    const JobFiles& files_;
    std::string name_;
    bool kept_ = false;
};

Result<void> check_queue(store::WriteTx& tx) {
    std::int64_t queued = 0;
    for (const auto& count : tx.jobs().job_counts()) {
        queued += count.state == JobState::Queued ? count.jobs : 0;
    }
    if (queued >= static_cast<std::int64_t>(limits::kJobsQueuedMax)) {
        return fail(ErrorCode::Busy, "排队的任务太多，请过一会儿再试", "the queue of jobs is full");
    }
    return {};
}

// Of what he asked for before, the oldest results give way.
Result<void> check_own(store::WriteTx& tx, const Caller& caller) {
    std::size_t active = 0;
    std::size_t over = 0;
    for (auto& job : tx.jobs().jobs_of(
             caller.account, 2 * (limits::kJobsKeptPerMaker + limits::kJobsActivePerMaker))) {
        active += job.over() ? 0 : 1;
        over += job.over() ? 1 : 0;
        if (job.over() && over > limits::kJobsKeptPerMaker && job.kept_until > tx.now()) {
            job.kept_until = tx.now();
            tx.job_writer().put_job(job);
        }
    }
    if (active >= limits::kJobsActivePerMaker) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("你已有 {} 个任务在办，等办完一些再来，或取消不要的", active),
                    "too many jobs of one maker");
    }
    return {};
}

void append_job_event(store::WriteTx& tx, const Job& job, LedgerId ledger) {
    store::AuditEvent event;
    event.actor = job.actor;
    event.action = store::AuditAction::JobAsked;
    event.ledger = ledger;
    event.revision = job.id.value;
    event.diff =
        fmt::format("{{\"job\":\"{}\",\"kind\":\"{}\"}}", job.id.value, job_kind_name(job.kind));
    tx.append_event(std::move(event));
}

struct Wanted {
    JobKind kind = JobKind::Import;
    LedgerId ledger;
    std::string subject;
    std::string request;
    BatchId batch{};
};

Result<Job> put_in_queue(const JobMaker& maker, const Wanted& wanted, const std::string& folder) {
    Job job;
    TZ_TRY(maker.session.store.write([&](store::WriteTx& tx) -> Result<void> {
        TZ_TRY(check_queue(tx));
        TZ_TRY(check_own(tx, maker.caller));
        job = Job();
        job.id = store::JobId{tx.new_id()};
        job.kind = wanted.kind;
        job.account = maker.caller.account;
        job.token = maker.caller.token;
        job.actor = maker.session.principal.name;
        job.subject = wanted.subject;
        job.request = wanted.request;
        job.place = maker.desk.files().place();
        job.folder = folder;
        job.created_at = tx.now();
        job.batch = wanted.batch;
        tx.job_writer().put_job(job);
        append_job_event(tx, job, wanted.ledger);
        return {};
    }));
    maker.desk.wake();
    return job;
}

Result<Job> ask_without_file(const JobMaker& maker, const Wanted& wanted) {
    NewFolder folder(maker.desk.files());
    auto job = TZ_TRY(put_in_queue(maker, wanted, folder.name()));
    folder.keep();
    return job;
}

tl::unexpected<Error> wrong(std::string field, const std::string& value, std::string message) {
    return fail_at(ErrorCode::InvalidInput, SourcePlace{"", "", 0, std::move(field), value, ""},
                   std::move(message), "bad request of a job");
}

Result<const model::LedgerDefinition*> ledger_for(const JobMaker& maker,
                                                  const Definitions& definitions,
                                                  const std::string& name,
                                                  access::Permission permission) {
    const auto* ledger = TZ_TRY(definitions.catalog.ledger(name));
    TZ_TRY(access::authorize(maker.session.principal, permission, *ledger));
    return ledger;
}

}  // namespace

std::string_view job_kind_name(JobKind kind) {
    switch (kind) {
        case JobKind::Import:
            return "import";
        case JobKind::Export:
            return "export";
        case JobKind::Report:
            return "report";
        case JobKind::Undo:
            return "undo";
    }
    return "";
}

std::string_view job_state_name(JobState state) {
    switch (state) {
        case JobState::Queued:
            return "queued";
        case JobState::Running:
            return "running";
        case JobState::Done:
            return "done";
        case JobState::Failed:
            return "failed";
        case JobState::Cancelled:
            return "cancelled";
    }
    return "";
}

Result<Job> ask_import(const JobMaker& maker, const ImportRequest& request,
                       const std::filesystem::path& upload) {
    const auto definitions = TZ_TRY(load_definitions(maker.session));
    const auto* ledger =
        TZ_TRY(ledger_for(maker, *definitions, request.ledger, access::Permission::ImportRecords));
    auto wanted = request;
    wanted.ledger = ledger->name;
    wanted.file_name = safe_file_name(request.file_name);
    if (wanted.file_name.empty()) {
        return wrong("?name", request.file_name, "要写明文件名，如 6月.xlsx");
    }
    const auto& files = maker.desk.files();
    NewFolder folder(files);
    std::filesystem::rename(upload, files.input(folder.name(), wanted.file_name));
    auto job = TZ_TRY(put_in_queue(
        maker,
        {JobKind::Import, definitions->catalog.id_of(*ledger), ledger->name, request_text(wanted)},
        folder.name()));
    folder.keep();
    return job;
}

Result<Job> ask_export(const JobMaker& maker, const ExportRequest& request) {
    const auto definitions = TZ_TRY(load_definitions(maker.session));
    const auto* ledger =
        TZ_TRY(ledger_for(maker, *definitions, request.ledger, access::Permission::ExportRecords));
    if (!request.reason.empty()) {
        TZ_TRY(ledger_for(maker, *definitions, request.ledger, access::Permission::RevealPersonal));
    }
    if (!request.period.empty()) {
        TZ_TRY(parse_period(request.period));
    }
    auto wanted = request;
    wanted.ledger = ledger->name;
    return ask_without_file(maker, {JobKind::Export, definitions->catalog.id_of(*ledger),
                                    ledger->name, request_text(wanted)});
}

Result<Job> ask_report(const JobMaker& maker, const ReportRequest& request) {
    TZ_TRY(access::authorize(maker.session.principal, access::Permission::ReadRecords));
    const auto definitions = TZ_TRY(load_definitions(maker.session));
    if (definitions->catalog.pack.report(request.report) == nullptr) {
        return wrong("/report", request.report, "没有这个报告模板");
    }
    TZ_TRY(parse_period(request.period));
    TZ_TRY(report_format("report." + request.format));
    return ask_without_file(maker,
                            {JobKind::Report, LedgerId{}, request.report, request_text(request)});
}

Result<Job> ask_undo(const JobMaker& maker, BatchId id) {
    TZ_TRY(access::authorize(maker.session.principal, access::Permission::ImportRecords));
    const auto definitions = TZ_TRY(load_definitions(maker.session));
    std::optional<store::Batch> batch;
    TZ_TRY(maker.session.store.read([&](store::ReadTx& tx) -> Result<void> {
        batch = tx.batch(id);
        return {};
    }));
    const auto* ledger = batch ? definitions->ledger(batch->ledger) : nullptr;
    // One that is out of reach is as if it were not there.
    if (ledger == nullptr ||
        !access::authorize(maker.session.principal, access::Permission::ImportRecords, *ledger)) {
        return fail(ErrorCode::NotFound, "没有这个批次", "no such batch in reach");
    }
    if (batch->status == store::BatchStatus::Undone) {
        return fail(ErrorCode::Conflict, "这个批次已经撤回过", "batch is undone already");
    }
    return ask_without_file(maker,
                            {JobKind::Undo, batch->ledger, std::to_string(id.value), "", id});
}

}  // namespace taizhang::service
