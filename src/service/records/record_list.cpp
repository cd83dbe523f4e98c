// SPDX-License-Identifier: Apache-2.0
#include "service/records/record_list.hpp"

#include <fmt/format.h>

#include "base/limits.hpp"
#include "service/records/record_filter.hpp"

namespace taizhang::service {
namespace {

Result<void> check_size(const ListRequest& request) {
    if (request.records_max == 0 || request.records_max > limits::kPageRecordsMax) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("一页 1 到 {} 条", limits::kPageRecordsMax), "page size");
    }
    if (request.filters.size() > limits::kFiltersMax) {
        return fail(ErrorCode::LimitExceeded, fmt::format("筛选最多 {} 个", limits::kFiltersMax),
                    "too many filters");
    }
    return {};
}

class Lister {
  public:
    Lister(store::ReadTx& tx, const Session& session, const ListRequest& request, RecordPage& page)
        : tx_(tx), session_(session), request_(request), page_(page) {}

    Result<void> run() {
        auto query = TZ_TRY(page_query());
        ++query.records_max;  // one more tells whether there is a next page
        tx_.page_records(query, [&](const model::LedgerRecord& record) {
            page_.records.push_back(record);
            return true;
        });
        if (page_.records.size() > request_.records_max) {
            page_.records.pop_back();
            page_.next_page = page_token(query, page_.records.back());
        }
        return {};
    }

  private:
    Result<store::PageQuery> page_query() {
        store::PageQuery query;
        query.records.table = page_.definitions->table(*page_.ledger);
        query.records.scope = &page_.sight->rows();
        query.records.deleted = request_.deleted;
        query.records.period = request_.period;
        if (!request_.area.empty()) {
            const AreaId area =
                TZ_TRY(find_area(*page_.definitions, page_.sight->grant(), request_.area));
            query.records.areas = page_.definitions->areas.ever_within(area);
        }
        const FilterReader reader{
            {tx_, *page_.definitions, session_.principal}, *page_.ledger, *page_.sight};
        for (const auto& filter : request_.filters) {
            query.conditions.push_back(TZ_TRY(reader.condition(filter)));
        }
        query.sort = TZ_TRY(reader.sort(request_.sort));
        query.ids_descending = query.sort.empty() || query.sort.back().descending;
        query.records_max = request_.records_max;
        if (!request_.after.empty()) {
            query.after = TZ_TRY(read_page_token(query, request_.after));
        }
        return query;
    }

    store::ReadTx& tx_;
    const Session& session_;
    const ListRequest& request_;
    RecordPage& page_;
};

Result<void> find_ledger(const Session& session, const std::string& name,
                         const DefinitionsPtr& definitions, RecordPage& page) {
    page.definitions = definitions;
    page.ledger = TZ_TRY(definitions->catalog.ledger(name));
    page.sight = TZ_TRY(RecordSight::create(session.principal, *page.ledger));
    return {};
}

}  // namespace

Result<RecordPage> list_records(const Session& session, const ListRequest& request) {
    TZ_TRY(access::authorize(session.principal, access::Permission::ReadRecords));
    TZ_TRY(check_size(request));
    RecordPage page;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        TZ_TRY(find_ledger(session, request.ledger, definitions, page));
        return Lister(tx, session, request, page).run();
    };
    TZ_TRY(read_defined(session, read));
    return page;
}

Result<RecordPage> get_record(const Session& session, const std::string& ledger, RecordId id) {
    TZ_TRY(access::authorize(session.principal, access::Permission::ReadRecords));
    RecordPage page;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        TZ_TRY(find_ledger(session, ledger, definitions, page));
        store::RecordQuery query;
        query.table = page.definitions->table(*page.ledger);
        query.scope = &page.sight->rows();
        query.deleted = store::Deleted::Include;
        query.id = id;
        auto record = tx.find_record(query);
        if (!record) {
            return fail(ErrorCode::NotFound, "没有这条记录，或者它不在你的范围内",
                        "no such record in scope");
        }
        page.records.push_back(std::move(*record));
        return {};
    };
    TZ_TRY(read_defined(session, read));
    return page;
}

}  // namespace taizhang::service
