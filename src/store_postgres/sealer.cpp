// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/sealer.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "store_postgres/limits.hpp"

namespace taizhang::store_postgres {
namespace {

constexpr const char* kSealer = "taizhang";

struct Head {
    std::int64_t seal_id = 0;
    Digest seal_digest{};
    std::int64_t last_seq = 0;
};

class SealPass {
  public:
    SealPass(Connection& connection, OfficeId office, Instant now)
        : connection_(connection), office_(office), now_(now) {}

    // Within a transaction in which every statement sees what is committed before it.
    Sealed run() {
        const Rows head = connection_.query(
            "SELECT last_seal_id, last_seal_digest, last_seq FROM seal_head WHERE office_id = $1 "
            "FOR UPDATE SKIP LOCKED",
            Parameters(office_));
        if (head.empty()) {
            return Sealed::Waiting;
        }
        head_ = {head[0].integer(0), head[0].digest(1), head[0].integer(2)};
        const Rows given = connection_.query("SELECT last_seq FROM audit_head WHERE office_id = $1",
                                             Parameters(office_));
        const std::int64_t last = given.empty() ? 0 : given[0].integer(0);
        if (last <= head_.last_seq) {
            return Sealed::Everything;
        }
        // The rest would be read again and again by every seal that follows.
        const std::int64_t end = std::min(last, head_.last_seq + limits::kSealEventsMax);
        const std::int64_t settled = settle(end);
        if (settled > head_.last_seq) {
            write_seal(settled);
        }
        return settled == last  ? Sealed::Everything
               : settled == end ? Sealed::Some
                                : Sealed::Waiting;
    }

  private:
    using Blocks = std::map<std::int64_t, std::int64_t>;  // first → last

    // Blocks are looked at after the number up to which there are any, and those that nobody holds
    // after that: a block that is missing from the first look was filled and committed before it.
    std::int64_t settle(std::int64_t end) {
        const Blocks open = blocks("");
        const Blocks abandoned = open.empty() ? Blocks() : blocks(" FOR UPDATE SKIP LOCKED");
        std::int64_t settled = end;
        for (const auto& [first, last] : open) {
            if (first <= settled && !abandoned.contains(first)) {
                settled = first - 1;
            }
        }
        for (const auto& [first, last] : abandoned) {
            if (first <= settled) {
                fill(first, last);
            }
        }
        return settled;
    }

    Blocks blocks(const std::string& lock) {
        const Rows rows = connection_.query(
            "SELECT first_seq, last_seq FROM audit_block WHERE office_id = $1 ORDER BY first_seq" +
                lock,
            Parameters(office_));
        Blocks found;
        for (int i = 0; i < rows.size(); ++i) {
            found[rows[i].integer(0)] = rows[i].integer(1);
        }
        return found;
    }

    // Places that were given to a transaction that did not take place. The log says so, rather than
    // having a gap.
    void fill(std::int64_t first, std::int64_t last) {
        connection_.query("DELETE FROM audit_block WHERE office_id = $1 AND first_seq = $2",
                          Parameters(office_, first));
        std::string lines;
        for (std::int64_t seq = first; seq <= last; ++seq) {
            store::AuditEvent event;
            event.seq = seq;
            event.at = now_;
            event.actor = kSealer;
            event.action = store::AuditAction::PlaceUnused;
            event.digest = store::audit_digest(event);
            append_copy_line(
                lines, {text_of(office_), text_of(seq), text_of(now_), event.actor,
                        text_of(static_cast<std::int64_t>(event.action)), text_of(0), text_of(0),
                        text_of(0), text_of(0), "", digest_text(event.digest)});
        }
        connection_.copy_in(
            "COPY audit_event (office_id, seq, at, actor, action, ledger_id, record_id, revision, "
            "batch_id, diff, digest) FROM STDIN",
            lines);
    }

    void write_seal(std::int64_t last) {
        MerkleTree leaves;
        std::int64_t next = head_.last_seq + 1;
        connection_.scan(
            "SELECT seq, digest FROM audit_event WHERE office_id = $1 AND seq BETWEEN $2 AND $3 "
            "ORDER BY seq",
            Parameters(office_, next, last), [&](const Row& row) {
                // A row that somebody removed before it was sealed: verify names it.
                for (; next < row.integer(0); ++next) {
                    leaves.add(Digest{});
                }
                leaves.add(row.digest(1));
                ++next;
                return true;
            });
        for (; next <= last; ++next) {
            leaves.add(Digest{});
        }
        store::AuditSeal seal;
        seal.id = head_.seal_id + 1;
        seal.first_seq = head_.last_seq + 1;
        seal.last_seq = last;
        seal.root = leaves.root();
        seal.prior = head_.seal_digest;
        seal.sealed_at = now_;
        seal.digest = store::seal_digest(seal);
        connection_.query(
            "INSERT INTO audit_seal (office_id, seal_id, first_seq, last_seq, root, prior, digest, "
            "sealed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            Parameters(office_, seal.id, seal.first_seq, seal.last_seq, digest_text(seal.root),
                       digest_text(seal.prior), digest_text(seal.digest), seal.sealed_at));
        connection_.query(
            "UPDATE seal_head SET last_seal_id = $2, last_seal_digest = $3, last_seq = $4 "
            "WHERE office_id = $1",
            Parameters(office_, seal.id, digest_text(seal.digest), seal.last_seq));
        // With the commit of the seal: whoever follows the log reads what is settled.
        connection_.command(std::string("NOTIFY ") + kSealedChannel);
    }

    Connection& connection_;
    OfficeId office_;
    Instant now_;
    Head head_;
};

}  // namespace

Sealed seal_events(Connection& connection, OfficeId office, Instant now) {
    connection.command("BEGIN ISOLATION LEVEL READ COMMITTED");
    try {
        const Sealed sealed = SealPass(connection, office, now).run();
        connection.command("COMMIT");
        return sealed;
    } catch (...) {
        connection.rollback_quietly();
        throw;
    }
}

}  // namespace taizhang::store_postgres
