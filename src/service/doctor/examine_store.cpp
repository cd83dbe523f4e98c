// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "service/doctor/doctor.hpp"
#include "service/search/search_index.hpp"

namespace taizhang::service {
namespace {

constexpr std::size_t kFindingsShown = 3;

std::string in_mebibytes(std::int64_t bytes) {
    return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1U << 20U));
}

void examine_engine(const store::EngineState& engine, Findings& findings) {
    Finding check{
        Health::Good, "database", "数据库",
        fmt::format("{}，{}，检查没有发现损坏", engine.version, in_mebibytes(engine.data_bytes)),
        ""};
    if (!engine.findings.empty()) {
        const auto shown = std::min(engine.findings.size(), kFindingsShown);
        check.health = Health::Wrong;
        check.found =
            "库损坏了：" + join({engine.findings.begin(),
                                 engine.findings.begin() + static_cast<std::ptrdiff_t>(shown)},
                                "；");
        check.advice = "停下服务，先复制一份现场，再用最近的备份恢复：taizhang restore";
    }
    findings.push_back(std::move(check));
    Finding durable{Health::Good, "durability", "断电保护", engine.settings, ""};
    if (!engine.durable) {
        durable.health = Health::Wrong;
        durable.found += "：答复过的写入可能随断电丢失";
        durable.advice = "改回数据库的默认设置";
    }
    findings.push_back(std::move(durable));
    if (engine.log_bytes > 0) {
        Finding log{Health::Good, "log_size", "日志大小", in_mebibytes(engine.log_bytes), ""};
        if (engine.log_bytes > limits::kDoctorLogBytesMax) {
            log.health = Health::Notice;
            log.advice = "有长时间的备份、核验或导出时会这样；过后还大，就重启服务";
        }
        findings.push_back(std::move(log));
    }
}

// Revisions are in the order of the clock that they were made by.
void examine_clock(store::ReadTx& tx, Instant now, Findings& findings) {
    std::optional<Instant> newest;
    tx.scan_audit_log({}, [&](const store::AuditEvent& event) {
        newest = event.at;
        return false;
    });
    Finding clock{Health::Good, "clock", "时钟", format_instant(now), ""};
    if (newest && newest->milliseconds > now.milliseconds + limits::kDoctorAheadMillisecondsMax) {
        clock.health = Health::Wrong;
        clock.found = fmt::format("最近一条留痕记在 {}，比现在（{}）还晚", format_instant(*newest),
                                  format_instant(now));
        clock.advice = "核对机器的日期和时间，打开自动对时；时钟改好以前不要运行 purge";
    }
    findings.push_back(std::move(clock));
}

void examine_search(store::ReadTx& tx, const Definitions& definitions, Findings& findings) {
    Finding search{Health::Good, "search_index", "查找索引", "跟得上", ""};
    const auto lag = search_lag(tx, definitions, limits::kSearchTailEvents);
    if (!tx.search().head()) {
        search.found = "还没有编过，第一次查找时编";
    } else if (lag.unbuilt || lag.more) {
        search.health = Health::Notice;
        search.found = "落后于台账，下一次查找会慢一些";
        search.advice = "taizhang search 查一次就跟上；查不到该有的，taizhang search --rebuild";
    }
    findings.push_back(std::move(search));
}

void examine_backup(store::ReadTx& tx, Instant now, Findings& findings) {
    Finding backup{Health::Good, "backup", "备份", "", ""};
    const auto last = tx.last_backup();
    const std::int64_t days =
        last ? (now.milliseconds - last->taken_at.milliseconds) / kDayMilliseconds : 0;
    backup.found = last ? fmt::format("{} 备份到 {}，{} 天以前", format_instant(last->taken_at),
                                      last->file, days)
                        : "从来没有备份过";
    if (!last || days > limits::kDoctorBackupDaysMax) {
        backup.health = Health::Notice;
        backup.advice = "taizhang backup -o 文件，放到另一块磁盘";
    }
    findings.push_back(std::move(backup));
}

// Of values sealed since there is an office: a revision seals no more than its personal fields, its
// salt, its diff and its lines of the index.
std::int64_t sealed_at_most(store::ReadTx& tx, const Definitions& definitions) {
    std::int64_t fields = 0;
    for (const auto& ledger : definitions.catalog.pack.ledgers) {
        fields = std::max<std::int64_t>(
            fields, std::count_if(ledger.fields.begin(), ledger.fields.end(), model::is_personal));
    }
    constexpr std::int64_t kBesideFields = 3;
    return tx.search().last_event() * (fields + kBesideFields);
}

void examine_keys(store::ReadTx& tx, const Definitions& definitions, Findings& findings) {
    const auto state = tx.sealing();
    const auto& current = state.keys.back();
    Finding key{
        Health::Good, "key", "密钥",
        fmt::format("{}（{}），在 {}，不在备份里，要另外保存一份", sealing::key_name(current.id),
                    sealing::suite_name(current.suite), state.file),
        ""};
    if (state.pass) {
        key.health = Health::Notice;
        key.found = "换密钥没有做完，还有用旧密钥的";
        key.advice = "taizhang key rotate 接着换";
    } else if (sealed_at_most(tx, definitions) >
               limits::kSealedPerKeyMax / 2 * static_cast<std::int64_t>(state.keys.size())) {
        key.health = Health::Notice;
        key.found += "，用了很多次";
        key.advice = "taizhang key rotate 换一把";
    }
    findings.push_back(std::move(key));
}

void examine_batches(store::ReadTx& tx, Findings& findings) {
    std::vector<std::string> open;
    for (const auto& batch : tx.batches()) {
        if (batch.status == store::BatchStatus::Open) {
            open.push_back(
                fmt::format("{}（{}，到第 {} 行）", batch.id.value, batch.file, batch.rows_done));
        }
    }
    Finding unfinished{Health::Good, "unfinished_imports", "没有导完的表", "没有", ""};
    if (!open.empty()) {
        unfinished.health = Health::Notice;
        unfinished.found = fmt::format("{} 批：{}", open.size(), join(open, "、"));
        unfinished.advice = "再导入同一文件就接着导，或 taizhang undo 撤回";
    }
    findings.push_back(std::move(unfinished));
}

}  // namespace

Result<Findings> examine_store(const Session& session, Instant now, const store::GoOn& go_on) {
    TZ_TRY(access::authorize(session.principal, access::Permission::Verify));
    Findings findings;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        examine_engine(tx.engine(go_on), findings);
        if (go_on && !go_on()) {
            return fail(ErrorCode::Interrupted, "已停下，没有检查完", "stopped");
        }
        examine_clock(tx, now, findings);
        examine_search(tx, *definitions, findings);
        examine_backup(tx, now, findings);
        examine_keys(tx, *definitions, findings);
        examine_batches(tx, findings);
        return {};
    };
    TZ_TRY(read_defined(session, read));
    return findings;
}

}  // namespace taizhang::service
