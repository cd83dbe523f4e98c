// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/desk.hpp"
#include "store/sealer.hpp"
#include "store_postgres/connection.hpp"

namespace taizhang::store_postgres {

class Desk : public store::DeskReader, public store::DeskWriter {
  public:
    Desk(Connection& connection, OfficeId office) : connection_(connection), office_(office) {}

    void set_office(OfficeId office) { office_ = office; }

    std::vector<store::SavedView> views(LedgerId ledger, AccountId owner) override;
    std::optional<store::SavedView> view(ViewId id) override;
    std::int64_t count_views(AccountId owner) override;
    std::optional<store::Draft> draft(AccountId account, LedgerId ledger, RecordId record) override;
    std::vector<store::Draft> drafts_of(AccountId account) override;

    void put_view(const store::SavedView& view) override;
    bool drop_view(ViewId id) override;
    void put_draft(const store::Draft& draft) override;
    bool drop_draft(AccountId account, LedgerId ledger, RecordId record) override;
    void drop_drafts_of(RecordId record) override;
    std::int64_t drop_drafts(LedgerId ledger, Instant saved_until, std::size_t drafts_max) override;

  private:
    store::Sealer sealer() const { return {connection_.keys(), office_}; }

    Connection& connection_;
    OfficeId office_;
};

}  // namespace taizhang::store_postgres
