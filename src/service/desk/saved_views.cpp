// SPDX-License-Identifier: Apache-2.0
#include "service/desk/saved_views.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <tuple>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "service/current_definitions.hpp"
#include "service/desk/limits.hpp"

namespace taizhang::service {

using access::Permission;
using store::SavedView;

namespace {

Error mistake(ErrorCode code, std::string part, std::string message, std::string log) {
    return Error{code, std::move(message), std::move(log),
                 SourcePlace{"", "", 0, std::move(part), "", ""}};
}

tl::unexpected<Error> no_view() {
    return fail(ErrorCode::NotFound, "没有这个视图，或者不是给你的", "no such view for him");
}

bool holds_role(const access::Principal& who, const std::string& role) {
    return std::any_of(who.holdings.begin(), who.holdings.end(),
                       [&](const auto& holding) { return holding->role == role; });
}

// One caller at the views of one ledger, in one transaction.
class ViewDesk {
  public:
    static Result<ViewDesk> create(store::ReadTx& tx, const Session& session, AccountId account,
                                   const std::string& ledger, const DefinitionsPtr& definitions) {
        RecordPage page;
        page.definitions = definitions;
        page.ledger = TZ_TRY(definitions->catalog.ledger(ledger));
        page.sight = TZ_TRY(RecordSight::create(session.principal, *page.ledger));
        return ViewDesk(tx, session, account, std::move(page));
    }

    LedgerId ledger() const { return page_.definitions->catalog.id_of(*page_.ledger); }
    bool is_mine(const SavedView& view) const { return view.owner == account_; }
    bool is_for_me(const SavedView& view) const {
        return is_mine(view) || view.audience == store::kWholeOffice ||
               (!view.audience.empty() && holds_role(session_.principal, view.audience));
    }

    std::vector<SavedView> mine_and_shared() const {
        auto views = tx_.desk().views(ledger(), account_);
        std::erase_if(views, [&](const auto& view) { return !is_for_me(view); });
        return views;
    }

    Result<SavedView> find(ViewId id) const {
        auto view = tx_.desk().view(id);
        if (!view || view->ledger != ledger() || !is_for_me(*view)) {
            return no_view();
        }
        return std::move(*view);
    }

    Result<ViewRow> row_of(SavedView view) const {
        ViewRow row;
        row.content = TZ_TRY(read_view_body(view.body));
        view.body.clear();
        row.mine = is_mine(view);
        row.view = std::move(view);
        row.refused = view_errors(tx_, session_.principal, page_, row.content);
        if (!row.mine && !row.refused.empty()) {
            row.content = without_hidden(tx_, session_.principal, page_, std::move(row.content));
        }
        return row;
    }

    // What is shared belongs to those who may share.
    Result<void> check_right(const SavedView& view) const {
        if (view.audience.empty()) {
            return {};
        }
        TZ_TRY(access::authorize(session_.principal, Permission::ShareViews, *page_.ledger));
        return {};
    }

    std::vector<Error> errors_of(const ViewRequest& request) const {
        auto errors = view_errors(tx_, session_.principal, page_, request.content);
        const auto length = character_count(trimmed(request.title));
        if (length == 0 || length > limits::kViewTitleCharactersMax) {
            errors.push_back(
                mistake(ErrorCode::InvalidInput, "title",
                        fmt::format("视图要有名称，不超过 {} 字", limits::kViewTitleCharactersMax),
                        "bad title"));
        }
        const bool role = page_.definitions->catalog.pack.role(request.audience) != nullptr;
        if (!request.audience.empty() && request.audience != store::kWholeOffice && !role) {
            errors.push_back(
                mistake(ErrorCode::InvalidInput, "audience", "没有这个角色", "no such role"));
        }
        return errors;
    }

    Result<void> check_place(const SavedView& view) const {
        const auto views = tx_.desk().views(view.ledger, view.owner);
        const bool taken = std::any_of(views.begin(), views.end(), [&](const auto& other) {
            return other.id != view.id && other.owner == view.owner && other.title == view.title;
        });
        if (taken) {
            return fail(ErrorCode::Conflict, fmt::format("已有视图“{}”，换个名称", view.title),
                        "title is taken");
        }
        const auto shared = std::count_if(views.begin(), views.end(), [&](const auto& other) {
            return other.id != view.id && !other.audience.empty();
        });
        if (!view.audience.empty() && static_cast<std::size_t>(shared) >= limits::kViewsSharedMax) {
            return fail(
                ErrorCode::LimitExceeded,
                fmt::format("一本台账最多 {} 个共享视图，先删掉不用的", limits::kViewsSharedMax),
                "too many shared views");
        }
        return {};
    }

    // Of one audience one opens first.
    void make_room(store::WriteTx& tx, const SavedView& view) const {
        for (auto& other : tx.desk().views(view.ledger, view.owner)) {
            const bool alike = other.audience == view.audience &&
                               (!view.audience.empty() || other.owner == view.owner);
            if (view.opens_first && alike && other.opens_first && other.id != view.id) {
                other.opens_first = false;
                ++other.revision;
                tx.desk_writer().put_view(other);
            }
        }
    }

  private:
    ViewDesk(store::ReadTx& tx, const Session& session, AccountId account, RecordPage page)
        : tx_(tx), session_(session), account_(account), page_(std::move(page)) {}

    store::ReadTx& tx_;
    const Session& session_;
    AccountId account_;
    RecordPage page_;
};

ViewId first_of(const std::vector<ViewRow>& rows) {
    // The own one, else that of a role, else the office's.
    const auto rank = [](const ViewRow& row) {
        return row.view.audience.empty() ? 0 : row.view.audience == store::kWholeOffice ? 2 : 1;
    };
    const ViewRow* first = nullptr;
    for (const auto& row : rows) {
        if (row.view.opens_first && row.refused.empty() &&
            (first == nullptr || rank(row) < rank(*first))) {
            first = &row;
        }
    }
    return first == nullptr ? ViewId{} : first->view.id;
}

using ReadViews = std::function<Result<void>(const ViewDesk&)>;

Result<void> read_views(const Session& session, AccountId account, const std::string& ledger,
                        const ReadViews& work) {
    return read_defined(
        session, [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
            return work(TZ_TRY(ViewDesk::create(tx, session, account, ledger, definitions)));
        });
}

using WriteViews =
    std::function<Result<void>(store::WriteTx&, const ViewDesk&, ViewOutcome& outcome)>;

Result<ViewOutcome> write_views(const Session& session, AccountId account,
                                const std::string& ledger, const WriteViews& work) {
    TZ_TRY(access::authorize(session.principal, Permission::ReadRecords));
    TZ_TRY(load_definitions(session));  // known within the write, which must be short
    ViewOutcome outcome;
    TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
        try {
            outcome = {};
            return work(tx,
                        TZ_TRY(ViewDesk::create(tx, session, account, ledger,
                                                TZ_TRY(current_definitions(session, tx)))),
                        outcome);
        } catch (const model::BrokenDefinition& broken) {
            return tl::unexpected(broken.error);
        }
    }));
    return outcome;
}

void append_view_event(store::WriteTx& tx, const Session& session, store::AuditAction action,
                       const SavedView& view) {
    store::AuditEvent event;
    event.actor = session.principal.name;
    event.action = action;
    event.ledger = view.ledger;
    event.diff = boost::json::serialize(boost::json::object{{"view", std::to_string(view.id.value)},
                                                            {"title", view.title},
                                                            {"audience", view.audience}});
    tx.append_event(std::move(event));
}

// The request over the view that there is, or that is to be.
Result<void> save(store::WriteTx& tx, const Session& session, const ViewDesk& desk,
                  const ViewRequest& request, SavedView view, ViewOutcome& outcome) {
    view.title = trimmed(request.title);
    view.audience = request.audience;
    view.opens_first = request.opens_first;
    view.body = view_body(request.content);
    view.changed_at = tx.now();
    TZ_TRY(desk.check_right(view));
    outcome.errors = desk.errors_of(request);
    if (!outcome.errors.empty()) {
        return {};
    }
    TZ_TRY(desk.check_place(view));
    desk.make_room(tx, view);
    tx.desk_writer().put_view(view);
    append_view_event(tx, session, store::AuditAction::ViewSaved, view);
    outcome.row = TZ_TRY(desk.row_of(std::move(view)));
    return {};
}

}  // namespace

Result<ViewList> list_views(const Session& session, AccountId account, const std::string& ledger) {
    ViewList list;
    TZ_TRY(read_views(session, account, ledger, [&](const ViewDesk& desk) -> Result<void> {
        for (auto& view : desk.mine_and_shared()) {
            list.rows.push_back(TZ_TRY(desk.row_of(std::move(view))));
        }
        return {};
    }));
    std::sort(list.rows.begin(), list.rows.end(), [](const ViewRow& a, const ViewRow& b) {
        return std::tie(b.mine, a.view.title, a.view.id) <
               std::tie(a.mine, b.view.title, b.view.id);
    });
    list.first = first_of(list.rows);
    return list;
}

Result<ViewRow> read_view(const Session& session, AccountId account, const std::string& ledger,
                          ViewId id) {
    ViewRow row;
    TZ_TRY(read_views(session, account, ledger, [&](const ViewDesk& desk) -> Result<void> {
        row = TZ_TRY(desk.row_of(TZ_TRY(desk.find(id))));
        return {};
    }));
    return row;
}

Result<ViewRow> read_own_view(const Session& session, AccountId account, const std::string& ledger,
                              const std::string& title) {
    auto list = TZ_TRY(list_views(session, account, ledger));
    for (auto& row : list.rows) {
        if (row.mine && row.view.title == trimmed(title)) {
            return std::move(row);
        }
    }
    return no_view();
}

Result<ViewOutcome> create_view(const Session& session, AccountId account,
                                const ViewRequest& request) {
    return write_views(
        session, account, request.ledger,
        [&](store::WriteTx& tx, const ViewDesk& desk, ViewOutcome& outcome) -> Result<void> {
            if (tx.desk().count_views(account) >=
                static_cast<std::int64_t>(limits::kViewsPerAccountMax)) {
                return fail(ErrorCode::LimitExceeded,
                            fmt::format("一个账号最多 {} 个视图，先删掉不用的",
                                        limits::kViewsPerAccountMax),
                            "too many views");
            }
            SavedView view;
            view.id = ViewId{tx.new_id()};
            view.ledger = desk.ledger();
            view.owner = account;
            return save(tx, session, desk, request, std::move(view), outcome);
        });
}

Result<ViewOutcome> change_view(const Session& session, AccountId account,
                                const ViewRequest& request) {
    return write_views(
        session, account, request.ledger,
        [&](store::WriteTx& tx, const ViewDesk& desk, ViewOutcome& outcome) -> Result<void> {
            auto view = TZ_TRY(desk.find(request.id));
            TZ_TRY(desk.check_right(view));
            outcome.outdated = view.revision != request.revision;
            if (outcome.outdated) {
                outcome.row = TZ_TRY(desk.row_of(std::move(view)));
                return {};
            }
            ++view.revision;
            return save(tx, session, desk, request, std::move(view), outcome);
        });
}

Result<ViewOutcome> drop_view(const Session& session, AccountId account,
                              const ViewRequest& request) {
    return write_views(
        session, account, request.ledger,
        [&](store::WriteTx& tx, const ViewDesk& desk, ViewOutcome& outcome) -> Result<void> {
            const auto view = TZ_TRY(desk.find(request.id));
            TZ_TRY(desk.check_right(view));
            outcome.outdated = view.revision != request.revision;
            if (!outcome.outdated) {
                tx.desk_writer().drop_view(view.id);
                append_view_event(tx, session, store::AuditAction::ViewDropped, view);
            }
            outcome.row = TZ_TRY(desk.row_of(view));
            return {};
        });
}

Result<ListRequest> through_view(const Session& session, AccountId account, ViewId id,
                                 const ListRequest& request, std::vector<std::string>& columns) {
    const auto row = TZ_TRY(read_view(session, account, request.ledger, id));
    if (!row.refused.empty()) {
        return fail(ErrorCode::Forbidden,
                    fmt::format("视图“{}”你不能打开：{}。请另建一个，或请管视图的人改",
                                row.view.title, row.refused.front().message),
                    "the view asks by what is hidden");
    }
    columns = columns.empty() ? row.content.columns : columns;
    return with_view(request, row.content);
}

}  // namespace taizhang::service
