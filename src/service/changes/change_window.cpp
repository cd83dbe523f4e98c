// SPDX-License-Identifier: Apache-2.0
#include "service/changes/change_window.hpp"

#include <algorithm>
#include <map>

#include "service/changes/limits.hpp"
#include "service/records/record_sight.hpp"
#include "service/records/record_values.hpp"

namespace taizhang::service {

using model::LedgerDefinition;
using store::AuditAction;

namespace {

std::optional<ChangeKind> change_kind_of(AuditAction action) {
    switch (action) {
        case AuditAction::RecordCreated:
            return ChangeKind::Created;
        case AuditAction::RecordChanged:
            return ChangeKind::Changed;
        case AuditAction::RecordDeleted:
            return ChangeKind::Deleted;
        case AuditAction::RecordRestored:
            return ChangeKind::Restored;
        case AuditAction::RecordPurged:
            return ChangeKind::Purged;
        default:
            return std::nullopt;
    }
}

// Whether the diff may tell of another place; most do not, and need not be taken apart.
bool names_place(const std::string& diff, const LedgerDefinition& ledger) {
    const auto names = [&](const std::optional<std::size_t>& field) {
        return field && diff.find("\"" + ledger.fields[*field].name + "\"") != std::string::npos;
    };
    return names(ledger.area) || names(ledger.unit);
}

RecordPlace place_before(const std::string& diff, const LedgerDefinition& ledger,
                         RecordPlace place) {
    for (const auto& before : fields_before(diff, ledger)) {
        const auto* id = std::get_if<std::int64_t>(&before.value);
        if (before.field == ledger.area && id != nullptr) {
            place.area = AreaId{*id};
        } else if (before.field == ledger.unit) {
            place.unit = id == nullptr ? std::nullopt : std::optional(UnitId{*id});
        }
    }
    return place;
}

class WindowReader {
  public:
    WindowReader(store::ReadTx& tx, const Definitions& definitions)
        : tx_(tx), definitions_(definitions) {}

    ChangeWindow read(std::int64_t after, std::int64_t end) {
        ChangeWindow window;
        window.last_seq = after;
        std::size_t seen = 0;
        if (after < end) {
            tx_.scan_audit({after, BatchId{}, RecordId{}}, [&](const store::AuditEvent& event) {
                if (event.seq > end) {
                    return false;
                }
                window.last_seq = event.seq;
                take(event, window);
                return ++seen < limits::kChangesReadMax;
            });
            window.last_seq = seen < limits::kChangesReadMax ? end : window.last_seq;
        }
        find_places(window);
        return window;
    }

  private:
    void take(const store::AuditEvent& event, ChangeWindow& window) {
        const auto kind = change_kind_of(event.action);
        const auto* ledger = kind ? definitions_.ledger(event.ledger) : nullptr;
        window.others = window.others || !event.record;
        if (ledger != nullptr) {
            window.changes.push_back(
                {event.seq, event.at, *kind, ledger, event.record, event.revision, RecordPlace{}});
            diffs_.push_back(names_place(event.diff, *ledger) ? event.diff : std::string());
        }
    }

    // From the last change of each record, whose place is that of the record, back to the first.
    void find_places(ChangeWindow& window) {
        std::vector<LiveChange> found;
        for (std::size_t i = window.changes.size(); i-- > 0;) {
            auto& change = window.changes[i];
            auto known = places_.find(change.record);
            if (known == places_.end()) {
                known = places_.emplace(change.record, stored_place(change)).first;
            }
            if (!known->second) {
                continue;  // its row is not there; verify says so
            }
            change.place = *known->second;
            if (!diffs_[i].empty()) {
                const auto before = place_before(diffs_[i], *change.ledger, change.place);
                change.before = before == change.place ? std::nullopt : std::optional(before);
                known->second = before;
            }
            found.push_back(std::move(change));
        }
        std::reverse(found.begin(), found.end());
        window.changes = std::move(found);
    }

    std::optional<RecordPlace> stored_place(const LiveChange& change) {
        store::RecordQuery query;
        query.table = definitions_.table(*change.ledger);
        query.scope = &model::kEverything;
        query.deleted = store::Deleted::Include;
        query.id = change.record;
        const auto record = tx_.find_record(query);
        return record ? std::optional(
                            RecordPlace{record->area, unit_of(*change.ledger, record->values)})
                      : std::nullopt;
    }

    store::ReadTx& tx_;
    const Definitions& definitions_;
    std::vector<std::string> diffs_;  // parallel to the changes; empty where it stayed
    std::map<RecordId, std::optional<RecordPlace>> places_;
};

}  // namespace

std::int64_t last_settled(store::ReadTx& tx) {
    return std::min(tx.search().last_event(), tx.settled_to());
}

ChangeWindow read_changes(store::ReadTx& tx, const Definitions& definitions, std::int64_t after,
                          std::int64_t end) {
    return WindowReader(tx, definitions).read(after, end);
}

}  // namespace taizhang::service
