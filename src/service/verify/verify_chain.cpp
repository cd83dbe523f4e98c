// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/limits.hpp"
#include "service/attachments/attachment_note.hpp"
#include "service/verify/checks.hpp"

namespace taizhang::service {

using store::AuditAction;
using store::AuditEvent;
using store::AuditSeal;

namespace {

// The seals in their order, a page of them at a time; each is held against the one before.
class SealFeed {
  public:
    SealFeed(store::ReadTx& tx, VerifyOutcome& outcome) : tx_(tx), outcome_(outcome) { fetch(); }

    const AuditSeal* current() const { return at_ < page_.size() ? &page_[at_] : nullptr; }
    std::int64_t last_seq() const { return last_seq_; }  // of those that are passed

    void advance() {
        last_seq_ = page_[at_].last_seq;
        if (++at_ == page_.size()) {
            fetch();
        }
    }

  private:
    void fetch() {
        page_.clear();
        at_ = 0;
        tx_.scan_seals(after_, [&](const AuditSeal& seal) {
            check(seal);
            after_ = seal.id;
            page_.push_back(seal);
            return page_.size() < limits::kVerifySealsRead;
        });
    }

    void check(const AuditSeal& seal) {
        ++outcome_.seals;
        if (seal.id != last_id_ + 1) {
            note_finding(outcome_, fmt::format("封条第 {} 号不见了", last_id_ + 1));
        } else if (seal.prior != prior_ || seal.first_seq != next_seq_) {
            note_finding(outcome_, fmt::format("封条第 {} 号接不上前一号", seal.id));
        }
        if (store::seal_digest(seal) != seal.digest) {
            note_finding(outcome_, fmt::format("封条第 {} 号被改过", seal.id));
        }
        prior_ = seal.digest;
        last_id_ = seal.id;
        next_seq_ = seal.last_seq + 1;
    }

    store::ReadTx& tx_;
    VerifyOutcome& outcome_;
    std::vector<AuditSeal> page_;
    std::size_t at_ = 0;
    std::int64_t after_ = INT64_MIN;
    std::int64_t last_seq_ = 0;
    // Of the last seal that was read.
    std::int64_t last_id_ = 0;
    std::int64_t next_seq_ = 1;
    Digest prior_{};
};

class ChainVerifier {
  public:
    ChainVerifier(store::ReadTx& tx, Progress& progress, VerifyOutcome& outcome)
        : tx_(tx),
          steps_(progress),
          outcome_(outcome),
          settled_to_(tx.settled_to()),
          seals_(tx, outcome) {}

    void run() {
        bool whole = true;
        tx_.scan_audit({}, [&](const AuditEvent& event) {
            take(event);
            return whole = steps_.one_more();
        });
        if (whole) {
            end_of_events();
        }
    }

  private:
    void take(const AuditEvent& event) {
        ++outcome_.events;
        const bool settled = event.seq <= settled_to_;
        if (settled) {
            miss_until(event.seq);
            next_seq_ = event.seq + 1;
        }
        const Digest digest = store::audit_digest(event);
        if (digest != event.digest) {
            note_finding(outcome_, fmt::format("留痕第 {} 条被改过{}", event.seq, about(event)));
        }
        verify_personal(event);
        if (event.action == AuditAction::AttachmentAdded) {
            attachments_ += static_cast<std::int64_t>(noted_attachments(event.diff).size());
        }
        // The seal is checked against what the row says now, so a row whose digest was rewritten
        // together with its content is found too.
        if (settled) {
            close_seals_before(event.seq);
            leaves_.add(digest);
        }
    }

    static std::string about(const AuditEvent& event) {
        return event.record
                   ? fmt::format("（条目 {} 第 {} 版）", event.record.value, event.revision)
                   : "";
    }

    // Whether an erased one was erased by a purge is seen where all events of a record are.
    void verify_personal(const AuditEvent& event) {
        if (event.damaged) {
            note_finding(outcome_, fmt::format("留痕第 {} 条的个人信息密文打不开，被改过或换过{}",
                                               event.seq, about(event)));
        }
        if (event.personal_diff.empty()) {
            return;
        }
        if (event.personal_digest == Digest{}) {
            note_finding(outcome_, fmt::format("留痕第 {} 条被改过{}", event.seq, about(event)));
        } else if (sha256(event.personal_diff) != event.personal_digest) {
            note_finding(outcome_,
                         fmt::format("留痕第 {} 条的个人信息被改过{}", event.seq, about(event)));
        }
    }

    void miss_until(std::int64_t seq) {
        for (; next_seq_ < seq && outcome_.findings.size() < limits::kVerifyFindingsMax;
             ++next_seq_) {
            note_finding(outcome_, fmt::format("留痕第 {} 条不见了", next_seq_));
            close_seals_before(next_seq_);
            leaves_.add(Digest{});
        }
    }

    // Closes every seal that ends before `seq`.
    void close_seals_before(std::int64_t seq) {
        while (seals_.current() != nullptr && seals_.current()->last_seq < seq) {
            close_seal();
        }
    }

    void close_seal() {
        const AuditSeal& seal = *seals_.current();
        if (leaves_.root() != seal.root) {
            note_finding(outcome_, fmt::format("封条第 {} 号对不上：留痕第 {} 至 {} 条有改动",
                                               seal.id, seal.first_seq, seal.last_seq));
        }
        leaves_.clear();
        seals_.advance();
    }

    void end_of_events() {
        while (seals_.current() != nullptr) {
            miss_until(seals_.current()->last_seq + 1);
            close_seal();
        }
        if (settled_to_ != INT64_MAX) {
            miss_until(settled_to_ + 1);
        }
        // Each of those that are there is told of; so none is missing where they are as many.
        if (const auto there = tx_.attachments().attachment_count(); there < attachments_) {
            note_finding(outcome_, fmt::format("有 {} 份附件的登记不见了", attachments_ - there));
        }
        if (!leaves_.empty()) {
            note_finding(outcome_, fmt::format("留痕第 {} 条之后没有封条", seals_.last_seq()));
        }
    }

    store::ReadTx& tx_;
    Steps steps_;
    VerifyOutcome& outcome_;
    std::int64_t settled_to_;  // the seal of what is above it is still to come
    SealFeed seals_;
    MerkleTree leaves_;  // of the seal that is open
    std::int64_t next_seq_ = 1;
    std::int64_t attachments_ = 0;  // that events tell of
};

}  // namespace

void verify_chain(store::ReadTx& tx, Progress& progress, VerifyOutcome& outcome) {
    ChainVerifier(tx, progress, outcome).run();
}

}  // namespace taizhang::service
