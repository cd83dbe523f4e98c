// SPDX-License-Identifier: Apache-2.0
// The columns of an audit event, and the rows of those that are gathered.
#pragma once

#include "store_sqlite/event_digester.hpp"
#include "store_sqlite/gathered_rows.hpp"

namespace taizhang::store_sqlite {

class EventRows : public GatheredRows {
  public:
    EventRows(OfficeId office, const EventDigester& events) : office_(office), events_(events) {}

    bool next() override { return next_++ < events_.size(); }
    void give(int column, sqlite3_context* to) const override;

  private:
    OfficeId office_;
    const EventDigester& events_;
    std::size_t next_ = 0;
};

}  // namespace taizhang::store_sqlite
