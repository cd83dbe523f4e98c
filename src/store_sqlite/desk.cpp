// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/desk.hpp"

namespace taizhang::store_sqlite {

using store::Draft;
using store::SavedView;

namespace {

const std::string kViews =
    "SELECT view_id, ledger_id, owner_id, title, audience, opens_first, body, revision, changed_at "
    "FROM saved_view WHERE office_id = ?";

std::vector<SavedView> read_views(SQLite::Statement& row) {
    std::vector<SavedView> views;
    while (row.executeStep()) {
        views.push_back({ViewId{row.getColumn(0).getInt64()}, LedgerId{row.getColumn(1).getInt64()},
                         AccountId{row.getColumn(2).getInt64()}, row.getColumn(3).getString(),
                         row.getColumn(4).getString(), row.getColumn(5).getInt() != 0,
                         row.getColumn(6).getString(), row.getColumn(7).getInt64(),
                         Instant{row.getColumn(8).getInt64()}});
    }
    row.reset();
    return views;
}

}  // namespace

SQLite::Statement& Desk::statement(const std::string& sql) {
    auto& statement = connection_.statement(sql);
    statement.bind(1, office_.value);
    return statement;
}

std::vector<SavedView> Desk::views(LedgerId ledger, AccountId owner) {
    auto& row = statement(
        kViews + " AND ledger_id = ? AND (owner_id = ? OR audience <> '') ORDER BY view_id");
    row.bind(2, ledger.value);
    row.bind(3, owner.value);
    return read_views(row);
}

std::optional<SavedView> Desk::view(ViewId id) {
    auto& row = statement(kViews + " AND view_id = ?");
    row.bind(2, id.value);
    const auto views = read_views(row);
    return views.empty() ? std::nullopt : std::optional(views.front());
}

std::int64_t Desk::count_views(AccountId owner) {
    auto& row = statement("SELECT count(*) FROM saved_view WHERE office_id = ? AND owner_id = ?");
    row.bind(2, owner.value);
    const std::int64_t count = row.executeStep() ? row.getColumn(0).getInt64() : 0;
    row.reset();
    return count;
}

std::optional<Draft> Desk::draft(AccountId account, LedgerId ledger, RecordId record) {
    auto& row = statement(
        "SELECT revision, body, saved_at FROM draft "
        "WHERE office_id = ? AND account_id = ? AND ledger_id = ? AND record_id = ?");
    row.bind(2, account.value);
    row.bind(3, ledger.value);
    row.bind(4, record.value);
    std::optional<Draft> found;
    if (row.executeStep()) {
        found = Draft{account,
                      ledger,
                      record,
                      row.getColumn(0).getInt64(),
                      row.getColumn(1).getString(),
                      Instant{row.getColumn(2).getInt64()}};
        sealer().open_draft(*found);
    }
    row.reset();
    return found;
}

std::vector<Draft> Desk::drafts_of(AccountId account) {
    auto& row = statement(
        "SELECT ledger_id, record_id, revision, saved_at FROM draft "
        "WHERE office_id = ? AND account_id = ? ORDER BY saved_at DESC, ledger_id, record_id");
    row.bind(2, account.value);
    std::vector<Draft> drafts;
    while (row.executeStep()) {
        drafts.push_back({account, LedgerId{row.getColumn(0).getInt64()},
                          RecordId{row.getColumn(1).getInt64()}, row.getColumn(2).getInt64(), "",
                          Instant{row.getColumn(3).getInt64()}});
    }
    row.reset();
    return drafts;
}

void Desk::put_view(const SavedView& view) {
    auto& row = statement(
        "INSERT INTO saved_view (office_id, view_id, ledger_id, owner_id, title, audience, "
        "opens_first, body, revision, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (office_id, view_id) DO UPDATE SET title = excluded.title, "
        "audience = excluded.audience, opens_first = excluded.opens_first, body = excluded.body, "
        "revision = excluded.revision, changed_at = excluded.changed_at");
    row.bind(2, view.id.value);
    row.bind(3, view.ledger.value);
    row.bind(4, view.owner.value);
    row.bind(5, view.title);
    row.bind(6, view.audience);
    row.bind(7, view.opens_first ? 1 : 0);
    row.bind(8, view.body);
    row.bind(9, view.revision);
    row.bind(10, view.changed_at.milliseconds);
    row.exec();
}

bool Desk::drop_view(ViewId id) {
    auto& row = statement("DELETE FROM saved_view WHERE office_id = ? AND view_id = ?");
    row.bind(2, id.value);
    return row.exec() > 0;
}

void Desk::put_draft(const Draft& draft) {
    auto& row = statement(
        "INSERT INTO draft (office_id, account_id, ledger_id, record_id, revision, body, saved_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (office_id, account_id, ledger_id, record_id) "
        "DO UPDATE SET revision = excluded.revision, body = excluded.body, "
        "saved_at = excluded.saved_at");
    row.bind(2, draft.account.value);
    row.bind(3, draft.ledger.value);
    row.bind(4, draft.record.value);
    row.bind(5, draft.revision);
    const std::string sealed = sealer().seal_draft(draft);
    bind_bytes(row, 6, sealed);
    row.bind(7, draft.saved_at.milliseconds);
    row.exec();
}

bool Desk::drop_draft(AccountId account, LedgerId ledger, RecordId record) {
    auto& row = statement(
        "DELETE FROM draft WHERE office_id = ? AND account_id = ? AND ledger_id = ? "
        "AND record_id = ?");
    row.bind(2, account.value);
    row.bind(3, ledger.value);
    row.bind(4, record.value);
    return row.exec() > 0;
}

void Desk::drop_drafts_of(RecordId record) {
    auto& row = statement("DELETE FROM draft WHERE office_id = ? AND record_id = ?");
    row.bind(2, record.value);
    row.exec();
}

std::int64_t Desk::drop_drafts(LedgerId ledger, Instant saved_until, std::size_t drafts_max) {
    auto& row = statement(
        "DELETE FROM draft WHERE office_id = ?1 AND (account_id, ledger_id, record_id) IN "
        "(SELECT account_id, ledger_id, record_id FROM draft WHERE office_id = ?1 "
        "AND saved_at <= ?2 AND (?3 = 0 OR ledger_id = ?3) ORDER BY saved_at LIMIT ?4)");
    row.bind(2, saved_until.milliseconds);
    row.bind(3, ledger.value);
    row.bind(4, static_cast<std::int64_t>(drafts_max));
    return row.exec();
}

}  // namespace taizhang::store_sqlite
