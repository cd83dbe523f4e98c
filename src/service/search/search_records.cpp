// SPDX-License-Identifier: Apache-2.0
#include "service/search/search_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/limits.hpp"
#include "service/search/found_text.hpp"

namespace taizhang::service {

using model::LedgerDefinition;
using model::LedgerRecord;

namespace {

constexpr int kAttempts = 5;

Result<store::SearchQuery> query_of(const Definitions& definitions, const access::Grant& grant,
                                    const model::Scope& scope, bool personal,
                                    const SearchRequest& request) {
    if (request.results_max == 0 || request.results_max > limits::kSearchResultsMax) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("一次列 1 到 {} 条", limits::kSearchResultsMax),
                    "results_max is out of bounds");
    }
    store::SearchQuery query;
    query.scope = &scope;
    query.personal = personal ? store::PersonalFields::Search : store::PersonalFields::LeaveOut;
    query.words = TZ_TRY(model::parse_search(request.words));
    query.before = request.before;
    query.period = request.period;
    if (!request.ledger.empty()) {
        query.ledger =
            definitions.catalog.id_of(*TZ_TRY(definitions.catalog.ledger(request.ledger)));
    }
    if (!request.area.empty()) {
        query.areas =
            definitions.areas.ever_within(TZ_TRY(find_area(definitions, grant, request.area)));
    }
    return query;
}

// Reads candidates through the filters that every list has, and looks at the records themselves.
class Finder {
  public:
    Finder(store::ReadTx& tx, const Definitions& definitions, const access::Principal& who,
           const store::SearchQuery& query, std::size_t results_max)
        : tx_(tx),
          definitions_(definitions),
          who_(who),
          query_(query),
          results_max_(results_max),
          names_(search_names(tx, definitions)),
          matcher_(query.words) {}

    // The index, and in their places the records that it does not hold yet.
    void search(const SearchLag& lag) {
        auto tail = lag.tail.rbegin();
        const auto take_tail_down_to = [&](RecordId id) {
            for (; tail != lag.tail.rend() && tail->first > id && !outcome_.more; ++tail) {
                take({tail->first, tail->second});
            }
        };
        tx_.search().find(query_, [&](const store::SearchCandidate& candidate) {
            take_tail_down_to(candidate.id);
            if (!lag.tail.contains(candidate.id)) {
                take(candidate);
            }
            return !outcome_.more;
        });
        take_tail_down_to(RecordId{});
    }

    void scan() {
        for (const auto& ledger : definitions_.catalog.pack.ledgers) {
            const auto* sight = sight_of(ledger);
            if (sight == nullptr) {
                continue;
            }
            tx_.scan_records(query_for(ledger, *sight), [&](const LedgerRecord& record) {
                if (!query_.before || record.id < query_.before) {
                    check(ledger, record);
                }
                return true;
            });
        }
        auto& records = outcome_.records;
        std::sort(records.begin(), records.end(),
                  [](const auto& a, const auto& b) { return a.id > b.id; });
        outcome_.more = records.size() > results_max_;
        records.resize(std::min(records.size(), results_max_));
    }

    SearchOutcome take_outcome() { return std::move(outcome_); }

  private:
    // nullptr: nothing of the ledger is within reach.
    const RecordSight* sight_of(const LedgerDefinition& ledger) {
        const auto [known, added] = sights_.try_emplace(&ledger);
        if (added) {
            auto sight = RecordSight::create(who_, ledger);
            known->second = sight ? std::optional(std::move(*sight)) : std::nullopt;
        }
        return known->second ? &*known->second : nullptr;
    }

    store::RecordQuery query_for(const LedgerDefinition& ledger, const RecordSight& sight) const {
        store::RecordQuery query;
        query.table = definitions_.table(ledger);
        query.scope = &sight.rows();
        query.period = query_.period;
        query.areas = query_.areas;
        return query;
    }

    void take(const store::SearchCandidate& candidate) {
        const auto* ledger = definitions_.ledger(candidate.ledger);
        const bool wanted = !query_.ledger || *query_.ledger == candidate.ledger;
        if (ledger == nullptr || !wanted || (query_.before && candidate.id >= query_.before)) {
            return;
        }
        const auto* sight = sight_of(*ledger);
        if (sight == nullptr) {
            return;
        }
        auto query = query_for(*ledger, *sight);
        query.id = candidate.id;
        if (const auto record = tx_.find_record(query)) {
            check(*ledger, *record);
        }
        if (outcome_.records.size() > results_max_) {
            outcome_.records.pop_back();
            outcome_.more = true;
        }
    }

    void check(const LedgerDefinition& ledger, const LedgerRecord& record) {
        if (query_.ledger && *query_.ledger != definitions_.catalog.id_of(ledger)) {
            return;
        }
        if (auto texts = matcher_.match(ledger, record, *sight_of(ledger), names_)) {
            const Date date = record.happened_on(ledger);
            outcome_.records.push_back({record.id, &ledger, record.number, date,
                                        definitions_.areas.full_name(record.area, date),
                                        std::move(*texts)});
        }
    }

    store::ReadTx& tx_;
    const Definitions& definitions_;
    const access::Principal& who_;
    const store::SearchQuery& query_;
    std::size_t results_max_;
    model::SearchNames names_;
    RecordMatcher matcher_;
    std::map<const LedgerDefinition*, std::optional<RecordSight>> sights_;
    SearchOutcome outcome_;
};

using Look = std::function<Result<bool>(store::ReadTx&, const Definitions&, Finder&)>;

// One look at one moment; false when the index must be brought up first.
Result<bool> look_once(const Session& session, const SearchRequest& request, const Look& look,
                       SearchOutcome& outcome) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::ReadRecords));
    const auto scope = grant.any_rows();
    const bool personal =
        access::authorize(session.principal, access::Permission::FindPersonal).has_value();
    bool done = false;
    const auto read = [&](store::ReadTx& tx, const DefinitionsPtr& definitions) -> Result<void> {
        const auto query = TZ_TRY(query_of(*definitions, grant, scope, personal, request));
        if (!request.ledger.empty()) {
            TZ_TRY(access::authorize(session.principal, access::Permission::ReadRecords,
                                     *definitions->ledger(*query.ledger)));
        }
        Finder finder(tx, *definitions, session.principal, query, request.results_max);
        done = TZ_TRY(look(tx, *definitions, finder));
        outcome = finder.take_outcome();
        outcome.definitions = definitions;
        return {};
    };
    TZ_TRY(read_defined(session, read));
    return done;
}

}  // namespace

Result<SearchOutcome> search_records(const Session& session, const SearchRequest& request) {
    SearchOutcome outcome;
    for (int attempt = 1; attempt <= kAttempts; ++attempt) {
        const Look look = [&](store::ReadTx& tx, const Definitions& definitions,
                              Finder& finder) -> Result<bool> {
            // Where others write faster than one reads, the last attempt reads the tail as it is.
            const auto lag = search_lag(tx, definitions,
                                        attempt < kAttempts ? limits::kSearchTailEvents : SIZE_MAX);
            if (lag.unbuilt || lag.more) {
                return false;
            }
            finder.search(lag);
            return true;
        };
        if (TZ_TRY(look_once(session, request, look, outcome))) {
            return outcome;
        }
        TZ_TRY(catch_up_search(session, request.progress));
    }
    return fail(ErrorCode::Conflict, "台账定义正在更新，请稍后再查", "definitions keep changing");
}

Result<SearchOutcome> scan_for_records(const Session& session, const SearchRequest& request) {
    SearchOutcome outcome;
    TZ_TRY(look_once(
        session, request,
        [](store::ReadTx&, const Definitions&, Finder& finder) -> Result<bool> {
            finder.scan();
            return true;
        },
        outcome));
    return outcome;
}

}  // namespace taizhang::service
