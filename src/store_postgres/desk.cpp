// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/desk.hpp"

namespace taizhang::store_postgres {

using store::Draft;
using store::SavedView;

namespace {

const std::string kViews =
    "SELECT view_id, ledger_id, owner_id, title, audience, opens_first, body, revision, changed_at "
    "FROM saved_view WHERE office_id = $1";

SavedView read_view(const Row& row) {
    return {ViewId{row.integer(0)},
            LedgerId{row.integer(1)},
            AccountId{row.integer(2)},
            row.text(3),
            row.text(4),
            row.truth(5),
            row.text(6),
            row.integer(7),
            Instant{row.integer(8)}};
}

}  // namespace

std::vector<SavedView> Desk::views(LedgerId ledger, AccountId owner) {
    const Rows rows = connection_.query(
        kViews + " AND ledger_id = $2 AND (owner_id = $3 OR audience <> '') ORDER BY view_id",
        Parameters(office_, ledger, owner));
    std::vector<SavedView> views;
    for (int i = 0; i < rows.size(); ++i) {
        views.push_back(read_view(rows[i]));
    }
    return views;
}

std::optional<SavedView> Desk::view(ViewId id) {
    const Rows rows = connection_.query(kViews + " AND view_id = $2", Parameters(office_, id));
    return rows.empty() ? std::nullopt : std::optional(read_view(rows[0]));
}

std::int64_t Desk::count_views(AccountId owner) {
    return connection_
        .query("SELECT count(*) FROM saved_view WHERE office_id = $1 AND owner_id = $2",
               Parameters(office_, owner))[0]
        .integer(0);
}

std::optional<Draft> Desk::draft(AccountId account, LedgerId ledger, RecordId record) {
    const Rows rows = connection_.query(
        "SELECT revision, body, saved_at FROM draft "
        "WHERE office_id = $1 AND account_id = $2 AND ledger_id = $3 AND record_id = $4",
        Parameters(office_, account, ledger, record));
    if (rows.empty()) {
        return std::nullopt;
    }
    Draft found{
        account, ledger, record, rows[0].integer(0), rows[0].text(1), Instant{rows[0].integer(2)}};
    sealer().open_draft(found);
    return found;
}

std::vector<Draft> Desk::drafts_of(AccountId account) {
    const Rows rows = connection_.query(
        "SELECT ledger_id, record_id, revision, saved_at FROM draft "
        "WHERE office_id = $1 AND account_id = $2 ORDER BY saved_at DESC, ledger_id, record_id",
        Parameters(office_, account));
    std::vector<Draft> drafts;
    for (int i = 0; i < rows.size(); ++i) {
        drafts.push_back({account, LedgerId{rows[i].integer(0)}, RecordId{rows[i].integer(1)},
                          rows[i].integer(2), "", Instant{rows[i].integer(3)}});
    }
    return drafts;
}

void Desk::put_view(const SavedView& view) {
    connection_.query(
        "INSERT INTO saved_view (office_id, view_id, ledger_id, owner_id, title, audience, "
        "opens_first, body, revision, changed_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
        "ON CONFLICT (office_id, view_id) DO UPDATE SET title = excluded.title, "
        "audience = excluded.audience, opens_first = excluded.opens_first, body = excluded.body, "
        "revision = excluded.revision, changed_at = excluded.changed_at",
        Parameters(office_, view.id, view.ledger, view.owner, view.title, view.audience,
                   view.opens_first, view.body, view.revision, view.changed_at));
}

bool Desk::drop_view(ViewId id) {
    return connection_
               .query("DELETE FROM saved_view WHERE office_id = $1 AND view_id = $2",
                      Parameters(office_, id))
               .affected() > 0;
}

void Desk::put_draft(const Draft& draft) {
    connection_.query(
        "INSERT INTO draft (office_id, account_id, ledger_id, record_id, revision, body, saved_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) "
        "ON CONFLICT (office_id, account_id, ledger_id, record_id) "
        "DO UPDATE SET revision = excluded.revision, body = excluded.body, "
        "saved_at = excluded.saved_at",
        Parameters(office_, draft.account, draft.ledger, draft.record, draft.revision,
                   bytes_text(sealer().seal_draft(draft)), draft.saved_at));
}

bool Desk::drop_draft(AccountId account, LedgerId ledger, RecordId record) {
    return connection_
               .query(
                   "DELETE FROM draft WHERE office_id = $1 AND account_id = $2 "
                   "AND ledger_id = $3 AND record_id = $4",
                   Parameters(office_, account, ledger, record))
               .affected() > 0;
}

void Desk::drop_drafts_of(RecordId record) {
    connection_.query("DELETE FROM draft WHERE office_id = $1 AND record_id = $2",
                      Parameters(office_, record));
}

std::int64_t Desk::drop_drafts(LedgerId ledger, Instant saved_until, std::size_t drafts_max) {
    return connection_
        .query(
            "DELETE FROM draft WHERE office_id = $1 AND (account_id, ledger_id, record_id) IN "
            "(SELECT account_id, ledger_id, record_id FROM draft WHERE office_id = $1 "
            "AND saved_at <= $2 AND ($3::bigint = 0 OR ledger_id = $3::bigint) "
            "ORDER BY saved_at LIMIT $4)",
            Parameters(office_, saved_until, ledger, static_cast<std::int64_t>(drafts_max)))
        .affected();
}

}  // namespace taizhang::store_postgres
