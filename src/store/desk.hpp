// SPDX-License-Identifier: Apache-2.0
// The port to what lies on a clerk's desk: views of a list, and forms half filled.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"
#include "base/ids.hpp"

namespace taizhang {

using ViewId = Id<struct ViewTag>;

namespace store {

inline constexpr std::string_view kWholeOffice = "*";  // no role is called so

struct SavedView {
    ViewId id;
    LedgerId ledger;
    AccountId owner;  // who made it; 0: the operator of the machine
    std::string title;
    std::string audience;      // empty: its owner alone; a role, or kWholeOffice
    bool opens_first = false;  // where its audience opens the ledger
    std::string body;          // JSON: filters, order, columns …
    std::int64_t revision = 1;
    Instant changed_at;

    bool operator==(const SavedView&) const = default;
};

// One for each account, ledger and record.
struct Draft {
    AccountId account;  // 0: the operator of the machine
    LedgerId ledger;
    RecordId record;            // 0: one that is yet to be made
    std::int64_t revision = 0;  // of the record, which the form began with
    std::string body;           // bytes; nobody has looked at what they say
    Instant saved_at;

    bool operator==(const Draft&) const = default;
};

class DeskReader {
  public:
    virtual ~DeskReader() = default;

    // Those of the owner and all that are shared, by id.
    virtual std::vector<SavedView> views(LedgerId ledger, AccountId owner) = 0;
    virtual std::optional<SavedView> view(ViewId id) = 0;
    virtual std::int64_t count_views(AccountId owner) = 0;  // of all ledgers

    virtual std::optional<Draft> draft(AccountId account, LedgerId ledger, RecordId record) = 0;
    // The newest first, without their bodies.
    virtual std::vector<Draft> drafts_of(AccountId account) = 0;
};

// Within a write transaction; nothing here appends an audit event.
class DeskWriter {
  public:
    virtual ~DeskWriter() = default;

    virtual void put_view(const SavedView& view) = 0;  // in place of the one with its id
    virtual bool drop_view(ViewId id) = 0;             // false: there is none

    virtual void put_draft(const Draft& draft) = 0;  // in place of the one for the same
    virtual bool drop_draft(AccountId account, LedgerId ledger, RecordId record) = 0;
    virtual void drop_drafts_of(RecordId record) = 0;  // everybody's
    // The oldest of those saved until then, of one ledger or (0) of all; how many went.
    virtual std::int64_t drop_drafts(LedgerId ledger, Instant saved_until,
                                     std::size_t drafts_max) = 0;
};

}  // namespace store

}  // namespace taizhang
