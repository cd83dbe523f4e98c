// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/event_rows.hpp"

namespace taizhang::store_sqlite {
namespace {

void give_text(sqlite3_context* to, const std::string& text) {
    sqlite3_result_text(to, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

void give_digest(sqlite3_context* to, const Digest& digest) {
    if (digest != Digest{}) {
        sqlite3_result_blob(to, digest.data(), static_cast<int>(digest.size()), SQLITE_STATIC);
    }
}

}  // namespace

void EventRows::give(int column, sqlite3_context* to) const {
    const store::AuditEvent& event = events_.event(next_ - 1);
    switch (column) {
        case 0:
            return sqlite3_result_int64(to, office_.value);
        case 1:
            return sqlite3_result_int64(to, event.seq);
        case 2:
            return sqlite3_result_int64(to, event.at.milliseconds);
        case 3:
            return give_text(to, event.actor);
        case 4:
            return sqlite3_result_int64(to, static_cast<std::int64_t>(event.action));
        case 5:
            return sqlite3_result_int64(to, event.ledger.value);
        case 6:
            return sqlite3_result_int64(to, event.record.value);
        case 7:
            return sqlite3_result_int64(to, event.revision);
        case 8:
            return sqlite3_result_int64(to, event.batch.value);
        case 9:
            return give_text(to, event.diff);
        case 10:
            if (!event.personal_diff.empty()) {
                sqlite3_result_blob(to, event.personal_diff.data(),
                                    static_cast<int>(event.personal_diff.size()), SQLITE_STATIC);
            }
            return;
        case 11:
            return give_digest(to, event.personal_digest);
        case 12:
            return give_digest(to, event.row_digest);
        default:
            return give_digest(to, event.digest);
    }
}

}  // namespace taizhang::store_sqlite
