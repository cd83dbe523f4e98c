// SPDX-License-Identifier: Apache-2.0
#include "service/records/record_list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "service/records/record_filter.hpp"
#include "service/search/search_records.hpp"

namespace taizhang::service {
namespace {

Result<void> check_size(const ListRequest& request) {
    if (request.records_max == 0 || request.records_max > limits::kPageRecordsMax) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("一页 1 到 {} 条", limits::kPageRecordsMax), "page size");
    }
    return {};
}

Result<void> read_page(store::ReadTx& tx, const Session& session, const ListRequest& request,
                       RecordPage& page) {
    auto query = TZ_TRY(page_query(tx, session, request, page));
    if (!request.after.empty()) {
        query.after = TZ_TRY(read_page_token(query, request.after));
    }
    ++query.records_max;  // one more tells whether there is a next page
    tx.page_records(query, [&](const model::LedgerRecord& record) {
        page.records.push_back(record);
        return true;
    });
    if (page.records.size() > request.records_max) {
        page.records.pop_back();
        page.next_page = page_token(query, page.records.back());
    }
    return {};
}

Result<void> find_ledger(const Session& session, const std::string& name,
                         const DefinitionsPtr& definitions, RecordPage& page) {
    page.definitions = definitions;
    page.ledger = TZ_TRY(definitions->catalog.ledger(name));
    page.sight = TZ_TRY(RecordSight::create(session.principal, *page.ledger));
    return {};
}

}  // namespace

Result<ListRequest> with_words_found(const Session& session, const ListRequest& request) {
    auto found = request;
    if (request.words.empty()) {
        return found;
    }
    if (request.deleted != store::Deleted::Exclude) {
        return fail(ErrorCode::InvalidInput, "回收站里不能按词查找，请用筛选",
                    "the index holds nothing of the recycle bin");
    }
    const auto outcome = TZ_TRY(search_records(session, {.words = request.words,
                                                         .ledger = request.ledger,
                                                         .area = request.area,
                                                         .period = request.period,
                                                         .before = {},
                                                         .results_max = limits::kSearchResultsMax,
                                                         .progress = {}}));
    if (outcome.more) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("有“{}”的条目超过 {} 条，请再加一个词，或按时期、区域缩小",
                                request.words, limits::kSearchResultsMax),
                    "too many records have the words");
    }
    found.words.clear();
    found.ids.emplace();
    for (const auto& record : outcome.records) {
        const bool wanted = !request.ids || std::find(request.ids->begin(), request.ids->end(),
                                                      record.id) != request.ids->end();
        if (wanted) {
            found.ids->push_back(record.id);
        }
    }
    return found;
}

Result<store::PageQuery> page_query(store::ReadTx& tx, const Session& session,
                                    const ListRequest& request, const RecordPage& page) {
    if (request.filters.size() > limits::kFiltersMax) {
        return fail(ErrorCode::LimitExceeded, fmt::format("筛选最多 {} 个", limits::kFiltersMax),
                    "too many filters");
    }
    store::PageQuery query;
    query.records.table = page.definitions->table(*page.ledger);
    query.records.scope = &page.sight->rows();
    query.records.deleted = request.deleted;
    query.records.period = request.period;
    if (!request.area.empty()) {
        const AreaId area = TZ_TRY(find_area(*page.definitions, page.sight->grant(), request.area));
        query.records.areas = page.definitions->areas.ever_within(area);
    }
    const FilterReader reader{
        {tx, *page.definitions, session.principal}, *page.ledger, *page.sight};
    for (const auto& filter : request.filters) {
        query.conditions.push_back(TZ_TRY(reader.condition(filter)));
    }
    query.ids = request.ids;
    query.sort = TZ_TRY(reader.sort(request.sort));
    query.ids_descending = query.sort.empty() || query.sort.back().descending;
    query.records_max = request.records_max;
    return query;
}

Result<RecordPage> list_records(const Session& session, const ListRequest& asked) {
    TZ_TRY(access::authorize(session.principal, access::Permission::ReadRecords));
    TZ_TRY(check_size(asked));
    const auto request = TZ_TRY(with_words_found(session, asked));
    RecordPage page;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        TZ_TRY(find_ledger(session, request.ledger, definitions, page));
        return read_page(tx, session, request, page);
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
