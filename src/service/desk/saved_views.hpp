// SPDX-License-Identifier: Apache-2.0
// Views of a ledger's list that somebody keeps for himself, or shares with a role or the office. A
// view is a question and no permission: whoever opens one asks it with his own rows and fields.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/desk/view_content.hpp"

namespace taizhang::service {

struct ViewRow {
    store::SavedView view;  // without its body
    ViewContent content;    // of somebody else's without what the caller may not ask
    bool mine = false;
    std::vector<Error> refused;  // what of it he may not ask; not empty: he cannot open it
};

struct ViewRequest {
    std::string ledger;  // name or Chinese title
    ViewId id;           // of what there is already
    std::int64_t revision = 0;
    std::string title;
    std::string audience;  // see store::SavedView
    bool opens_first = false;
    ViewContent content;
};

struct ViewOutcome {
    std::vector<Error> errors;  // of the content; not empty: nothing was written
    std::optional<ViewRow> row;
    bool outdated = false;  // the revision was not the stored one: nothing was written
};

struct ViewList {
    std::vector<ViewRow> rows;  // his own first, each part by title
    ViewId first;               // which he is to see when he opens the ledger; 0: none
};

// `account`: the caller's, 0 for the operator. Shared ones are those of his roles and the office's.
Result<ViewList> list_views(const Session& session, AccountId account, const std::string& ledger);
// NotFound for what is not for him.
Result<ViewRow> read_view(const Session& session, AccountId account, const std::string& ledger,
                          ViewId id);
// His own of that title, which is the only one.
Result<ViewRow> read_own_view(const Session& session, AccountId account, const std::string& ledger,
                              const std::string& title);

// To share one, and to change or drop a shared one, takes ShareViews. Conflict where he has one of
// that title.
Result<ViewOutcome> create_view(const Session& session, AccountId account,
                                const ViewRequest& request);
Result<ViewOutcome> change_view(const Session& session, AccountId account,
                                const ViewRequest& request);
Result<ViewOutcome> drop_view(const Session& session, AccountId account,
                              const ViewRequest& request);

// The list that the request asks for through the view. Forbidden where it asks by what is not there
// for him: a part of it left out would be another list than its name says.
Result<ListRequest> through_view(const Session& session, AccountId account, ViewId id,
                                 const ListRequest& request, std::vector<std::string>& columns);

}  // namespace taizhang::service
