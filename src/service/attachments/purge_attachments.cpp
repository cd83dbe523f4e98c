// SPDX-License-Identifier: Apache-2.0
#include "service/attachments/purge_attachments.hpp"

#include <boost/json/serialize.hpp>
#include <map>
#include <set>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "service/attachments/attachments.hpp"

namespace taizhang::service {
namespace {

using store::Attachment;

// One transaction's share.
class Eraser {
  public:
    Eraser(store::WriteTx& tx, const Definitions& definitions, const std::string& actor, Date today)
        : tx_(tx), definitions_(definitions), actor_(actor), today_(today) {}

    void erase(Attachment row) {
        if (row.is_erased() || !is_due(row)) {
            return;
        }
        digests_.insert(row.digest);
        ++erased_[{row.ledger, row.record}];
        row.digest = {};
        row.salt.clear();
        row.name.clear();
        row.erased_at = tx_.now();
        tx_.attachment_writer().put_attachment(row);
    }

    // Not of the record's own events, which are its revisions.
    std::int64_t append_events() {
        std::int64_t all = 0;
        for (const auto& [of, count] : erased_) {
            store::AuditEvent event;
            event.actor = actor_;
            event.action = store::AuditAction::AttachmentsErased;
            event.ledger = of.first;
            event.diff = boost::json::serialize(boost::json::object{
                {"record", std::to_string(of.second.value)}, {"attachments", count}});
            tx_.append_event(std::move(event));
            all += count;
        }
        return all;
    }

    const std::set<Digest>& digests() const { return digests_; }

  private:
    bool is_due(const Attachment& row) {
        const bool removed_long_ago =
            row.removed_at.milliseconds != 0 &&
            civil_date(row.removed_at).plus_days(limits::kAttachmentRemovedDaysMax) <= today_;
        return removed_long_ago || is_record_due(row);
    }

    bool is_record_due(const Attachment& row) {
        const auto known = due_.find(row.record);
        if (known != due_.end()) {
            return known->second;
        }
        const auto* ledger = definitions_.ledger(row.ledger);
        bool due = false;
        if (ledger != nullptr && !ledger->retention.permanent) {
            store::RecordQuery query;
            query.table = definitions_.table(*ledger);
            query.scope = &model::kEverything;
            query.deleted = store::Deleted::Include;
            query.id = row.record;
            const auto record = tx_.find_record(query);
            due = record && (record->purged ||
                             ledger->retention.erase_on(civil_date(record->recorded_at)) <= today_);
        }
        due_[row.record] = due;
        return due;
    }

    store::WriteTx& tx_;
    const Definitions& definitions_;
    const std::string& actor_;
    Date today_;
    std::map<RecordId, bool> due_;
    std::map<std::pair<LedgerId, RecordId>, std::int64_t> erased_;
    std::set<Digest> digests_;
};

class Purge {
  public:
    Purge(const Session& session, const access::Grant& grant, const AttachmentFiles& files,
          Date today)
        : session_(session), grant_(grant), files_(files), today_(today) {}

    Result<AttachmentPurge> run() {
        const auto definitions = TZ_TRY(load_definitions(session_));
        AttachmentId after;
        do {
            after = TZ_TRY(erase_some(*definitions, after));
        } while (after);
        TZ_TRY(collect_orphans());
        outcome_.collected += files_.remove_incoming(left_alone_since());
        return outcome_;
    }

  private:
    static Instant left_alone_since() {
        return after(system_now(), -limits::kAttachmentOrphanSeconds);
    }

    // The last id that was looked at; 0 when there are no more. Rows and bytes go while nobody
    // keeps a file and no backup is taken, so that each of them sees both or neither.
    Result<AttachmentId> erase_some(const Definitions& definitions, AttachmentId after) {
        const auto hold = files_.hold(FolderHold::Kind::Alone);
        AttachmentId last;
        std::int64_t erased = 0;
        std::set<Digest> digests;
        TZ_TRY(session_.store.write([&](store::WriteTx& tx) -> Result<void> {
            auto rows = tx.attachments().attachments_after(after, limits::kAttachmentsAtOnce);
            last = rows.size() < limits::kAttachmentsAtOnce ? AttachmentId{} : rows.back().id;
            Eraser eraser(tx, definitions, grant_.actor(), today_);
            for (auto& row : rows) {
                eraser.erase(std::move(row));
            }
            erased = eraser.append_events();
            digests = eraser.digests();
            return {};
        }));
        outcome_.erased += erased;
        TZ_TRY(remove_unless_referred_to({digests.begin(), digests.end()}));
        return last;
    }

    Result<std::int64_t> remove_unless_referred_to(const std::vector<Digest>& digests) {
        std::int64_t removed = 0;
        if (digests.empty()) {
            return removed;
        }
        TZ_TRY(session_.store.read([&](store::ReadTx& tx) -> Result<void> {
            for (const auto& digest : digests) {
                if (!tx.attachments().refers_to(digest)) {
                    files_.remove(digest);
                    ++removed;
                }
            }
            return {};
        }));
        return removed;
    }

    Result<void> collect_orphans() {
        std::vector<Digest> old;
        Result<void> outcome;
        const auto look = [&]() -> Result<void> {
            const auto hold = files_.hold(FolderHold::Kind::Alone);
            outcome_.collected += TZ_TRY(remove_unless_referred_to(old));
            old.clear();
            return {};
        };
        files_.visit([&](const AttachmentFiles::Found& found) {
            if (found.changed_at < left_alone_since()) {
                old.push_back(found.digest);
            }
            outcome = old.size() < limits::kAttachmentsAtOnce ? Result<void>() : look();
            return outcome.has_value();
        });
        TZ_TRY(std::move(outcome));
        return look();
    }

    const Session& session_;
    const access::Grant& grant_;
    const AttachmentFiles& files_;
    Date today_;
    AttachmentPurge outcome_;
};

}  // namespace

Result<AttachmentPurge> purge_attachments(const Session& session, Date today) {
    const auto grant = TZ_TRY(access::authorize(session.principal, access::Permission::Administer));
    std::int64_t count = 0;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        count = tx.attachments().attachment_count();
        return {};
    }));
    const bool none = session.files == nullptr || !session.files->exists();
    if (count == 0 && none) {
        return AttachmentPurge{};
    }
    return Purge(session, grant, *TZ_TRY(files_of(session)), today).run();
}

}  // namespace taizhang::service
