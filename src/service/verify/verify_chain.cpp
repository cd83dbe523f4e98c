// SPDX-License-Identifier: Apache-2.0
#include "service/verify/verify_chain.hpp"

#include <fmt/format.h>

#include <unordered_set>

#include "base/limits.hpp"

namespace taizhang::service {

using store::AuditAction;
using store::AuditEvent;
using store::AuditSeal;

namespace {

class ChainVerifier {
  public:
    ChainVerifier(store::ReadTx& tx, VerifyOutcome& outcome) : tx_(tx), outcome_(outcome) {}

    LastEvents run() {
        tx_.scan_seals([&](const AuditSeal& seal) {
            seals_.push_back(seal);
            return true;
        });
        outcome_.seals = static_cast<std::int64_t>(seals_.size());
        verify_seals();
        tx_.scan_audit({}, [&](const AuditEvent& event) {
            take(event);
            return true;
        });
        end_of_events();
        for (const auto record : erased_) {
            if (!purged_.contains(record)) {
                note_finding(outcome_,
                             fmt::format("条目 {} 的个人信息留痕被抹去，却没有清除记录", record));
            }
        }
        return std::move(last_);
    }

  private:
    void verify_seals() {
        Digest prior{};
        std::int64_t next_id = 1;
        std::int64_t next_seq = 1;
        for (const auto& seal : seals_) {
            if (seal.id != next_id) {
                note_finding(outcome_, fmt::format("封条第 {} 号不见了", next_id));
            } else if (seal.prior != prior || seal.first_seq != next_seq) {
                note_finding(outcome_, fmt::format("封条第 {} 号接不上前一号", seal.id));
            }
            if (store::seal_digest(seal) != seal.digest) {
                note_finding(outcome_, fmt::format("封条第 {} 号被改过", seal.id));
            }
            prior = seal.digest;
            next_id = seal.id + 1;
            next_seq = seal.last_seq + 1;
        }
    }

    void take(const AuditEvent& event) {
        ++outcome_.events;
        for (; next_seq_ < event.seq && outcome_.findings.size() < limits::kVerifyFindingsMax;
             ++next_seq_) {
            missing(next_seq_);
        }
        next_seq_ = event.seq + 1;
        const Digest digest = store::audit_digest(event);
        if (digest != event.digest) {
            note_finding(outcome_, fmt::format("留痕第 {} 条被改过{}", event.seq, about(event)));
        }
        verify_personal(event);
        // The seal is checked against what the row says now, so a row whose digest was rewritten
        // together with its content is found too.
        close_seals_before(event.seq);
        leaves_.push_back(digest);
        if (event.record) {
            last_[event.record.value] = {event.seq, event.revision, event.row_digest};
        }
    }

    static std::string about(const AuditEvent& event) {
        return event.record
                   ? fmt::format("（条目 {} 第 {} 版）", event.record.value, event.revision)
                   : "";
    }

    void verify_personal(const AuditEvent& event) {
        if (event.action == AuditAction::RecordPurged) {
            purged_.insert(event.record.value);
        }
        if (event.personal_digest == Digest{}) {
            if (!event.personal_diff.empty()) {
                note_finding(outcome_,
                             fmt::format("留痕第 {} 条被改过{}", event.seq, about(event)));
            }
            return;
        }
        if (event.personal_diff.empty()) {
            erased_.insert(event.record.value);
        } else if (sha256(event.personal_diff) != event.personal_digest) {
            note_finding(outcome_,
                         fmt::format("留痕第 {} 条的个人信息被改过{}", event.seq, about(event)));
        }
    }

    void missing(std::int64_t seq) {
        note_finding(outcome_, fmt::format("留痕第 {} 条不见了", seq));
        close_seals_before(seq);
        leaves_.push_back(Digest{});
    }

    // Closes every seal that ends before `seq`.
    void close_seals_before(std::int64_t seq) {
        while (current_ < seals_.size() && seals_[current_].last_seq < seq) {
            close_seal();
        }
    }

    void close_seal() {
        const AuditSeal& seal = seals_[current_++];
        if (merkle_root(leaves_) != seal.root) {
            note_finding(outcome_, fmt::format("封条第 {} 号对不上：留痕第 {} 至 {} 条有改动",
                                               seal.id, seal.first_seq, seal.last_seq));
        }
        leaves_.clear();
    }

    void end_of_events() {
        const std::int64_t sealed = seals_.empty() ? 0 : seals_.back().last_seq;
        for (; next_seq_ <= sealed && outcome_.findings.size() < limits::kVerifyFindingsMax;
             ++next_seq_) {
            missing(next_seq_);
        }
        close_seals_before(next_seq_);
        if (!leaves_.empty()) {
            note_finding(outcome_, fmt::format("留痕第 {} 条之后没有封条", sealed));
        }
    }

    store::ReadTx& tx_;
    VerifyOutcome& outcome_;
    std::vector<AuditSeal> seals_;
    std::size_t current_ = 0;
    std::vector<Digest> leaves_;
    std::int64_t next_seq_ = 1;
    LastEvents last_;
    std::unordered_set<std::int64_t> purged_;
    std::unordered_set<std::int64_t> erased_;
};

}  // namespace

void note_finding(VerifyOutcome& outcome, std::string finding) {
    if (outcome.findings.size() < limits::kVerifyFindingsMax) {
        outcome.findings.push_back(std::move(finding));
    }
}

LastEvents verify_chain(store::ReadTx& tx, VerifyOutcome& outcome) {
    return ChainVerifier(tx, outcome).run();
}

}  // namespace taizhang::service
