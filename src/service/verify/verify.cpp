// SPDX-License-Identifier: Apache-2.0
#include "service/verify/verify.hpp"

#include <fmt/format.h>

#include <array>
#include <future>

#include "base/limits.hpp"
#include "service/attachments/attachment_files.hpp"
#include "service/verify/checks.hpp"

namespace taizhang::service {
namespace {

// How long the checks take for one event, in parts of one another.
constexpr std::int64_t kStorageSteps = 2;
constexpr std::int64_t kRecordSteps = 1;
constexpr std::int64_t kChainSteps = 1;

void note_unfinished(store::ReadTx& tx, VerifyOutcome& outcome) {
    for (const auto& batch : tx.batches()) {
        if (batch.status == store::BatchStatus::Open) {
            outcome.notes.push_back(
                fmt::format("批次 {}（{}）没有导完，已到第 {} 行。再导入同一文件就接着导，"
                            "或 taizhang undo 撤回",
                            batch.id.value, batch.file, batch.rows_done));
        }
    }
}

void check_accounts(store::ReadTx& tx, VerifyOutcome& outcome) {
    for (const auto& account : tx.identity().accounts()) {
        if (account.damaged) {
            note_finding(outcome,
                         fmt::format("账号 {} 的两步验证密钥打不开，被改过或换过", account.name));
        }
    }
}

void check_storage(store::ReadTx& tx, std::int64_t events, Progress& progress,
                   VerifyOutcome& outcome) {
    for (auto& finding : tx.check_storage([&] { return progress.go_on(); })) {
        note_finding(outcome, "数据库文件：" + finding);
    }
    progress.step(events * kStorageSteps);
}

// The checks in the order in which their findings are told. They are begun by their length, each by
// the next of two threads that is free.
class Checks {
  public:
    Checks(const Session& session, Progress& progress, std::int64_t events)
        : session_(session), progress_(progress), events_(events) {}

    Result<VerifyOutcome> run() {
        auto other = std::async(std::launch::async, [&] { return work(); });
        auto mine = work();
        auto others = other.get();
        for (const auto& outcome : {mine, others}) {
            if (!outcome) {
                return tl::unexpected(outcome.error());
            }
        }
        return joined();
    }

  private:
    enum Check : std::size_t { Storage, Chain, Records, Attachments, Search, SearchWords, Count };
    static constexpr std::array<Check, Count> kByLength = {Attachments, Records,     Storage,
                                                           Chain,       SearchWords, Search};

    Result<void> work() {
        for (std::size_t next = next_++; next < Count && !progress_.stopped(); next = next_++) {
            const Check check = kByLength[next];
            TZ_TRY(session_.store.read([&](store::ReadTx& tx) { return run(check, tx); }));
        }
        return {};
    }

    Result<void> run(Check check, store::ReadTx& tx) {
        VerifyOutcome& outcome = outcomes_[check];
        switch (check) {
            case Storage:
                check_storage(tx, events_, progress_, outcome);
                return {};
            case Chain:
                verify_chain(tx, progress_, outcome);
                return {};
            case SearchWords:
                verify_search_words(tx, progress_, outcome);
                return {};
            case Attachments:
                verify_attachments(tx, session_.files, progress_, outcome);
                return {};
            default:
                break;
        }
        const auto definitions = TZ_TRY(load_definitions(tx));
        const auto retired = TZ_TRY(retired_ledgers(tx));
        if (check == Records) {
            verify_records(tx, *definitions, retired, progress_, outcome);
            check_accounts(tx, outcome);
            note_unfinished(tx, outcome);
        } else {
            verify_search(tx, *definitions, retired, progress_, outcome);
        }
        return {};
    }

    VerifyOutcome joined() {
        VerifyOutcome all;
        for (auto& outcome : outcomes_) {
            for (auto& finding : outcome.findings) {
                note_finding(all, std::move(finding));
            }
            all.notes.insert(all.notes.end(), outcome.notes.begin(), outcome.notes.end());
            all.records += outcome.records;
            all.events += outcome.events;
            all.seals += outcome.seals;
            all.rollups += outcome.rollups;
            all.attachments += outcome.attachments;
        }
        all.cut_short = progress_.stopped();
        return all;
    }

    const Session& session_;
    Progress& progress_;
    std::int64_t events_;
    std::atomic<std::size_t> next_ = 0;
    std::array<VerifyOutcome, Count> outcomes_;  // each written by the one thread that runs it
};

}  // namespace

void note_finding(VerifyOutcome& outcome, std::string finding) {
    if (outcome.findings.size() < limits::kVerifyFindingsMax) {
        outcome.findings.push_back(std::move(finding));
    }
}

Result<VerifyOutcome> verify_store(const Session& session, const WorkReport& report) {
    TZ_TRY(access::authorize(session.principal, access::Permission::Verify));
    std::int64_t events = 0;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        events = tx.search().last_event();
        return {};
    }));
    // Not to be there yet is to have nothing in it.
    const bool folder = session.files != nullptr && session.files->exists();
    const auto hold =
        folder ? std::optional(session.files->hold(FolderHold::Kind::Shared)) : std::nullopt;
    Progress progress(report, events * (kStorageSteps + kRecordSteps + kChainSteps), events);
    return Checks(session, progress, events).run();
}

}  // namespace taizhang::service
