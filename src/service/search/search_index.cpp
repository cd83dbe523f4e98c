// SPDX-License-Identifier: Apache-2.0
#include "service/search/search_index.hpp"

#include <algorithm>
#include <cstring>

#include "base/limits.hpp"

namespace taizhang::service {

using model::LedgerDefinition;
using model::LedgerRecord;

namespace {

std::int64_t number_of(const CanonicalBytes& bytes) {
    const Digest digest = bytes.digest();
    std::int64_t number = 0;
    std::memcpy(&number, digest.data(), sizeof(number));
    return number;
}

std::int64_t digest_of_areas(store::ReadTx& tx) {
    CanonicalBytes bytes;
    for (const auto& version : tx.areas()) {
        bytes.add(version.id.value).add(version.valid_from.days).add(version.name);
        bytes.add(version.parent.value);
        bytes.add(version.abolished_on ? version.abolished_on->days : std::int64_t{0});
    }
    return number_of(bytes);
}

std::int64_t digest_of_units(const Definitions& definitions) {
    CanonicalBytes bytes;
    for (const auto& unit : definitions.units) {
        bytes.add(unit.id.value).add(unit.name);
    }
    return number_of(bytes);
}

std::int64_t wording_of(const LedgerDefinition& ledger, std::int64_t areas, std::int64_t units) {
    CanonicalBytes bytes;
    for (const auto& field : ledger.fields) {
        bytes.add(field.name).add(static_cast<std::int64_t>(field.type));
        bytes.add(static_cast<std::int64_t>(field.sensitive)).add(field.retired ? 1 : 0);
        for (const auto& choice : field.choices) {
            bytes.add(choice.code).add(choice.title.zh);
        }
    }
    bytes.add(model::has_area_names(ledger) ? areas : 0);
    bytes.add(model::has_unit_names(ledger) ? units : 0);
    return number_of(bytes);
}

// One commit's share of the work, in the transaction that writes it.
class Builder {
  public:
    Builder(store::WriteTx& tx, const Definitions& definitions)
        : tx_(tx), definitions_(definitions), names_(search_names(tx, definitions)) {}

    struct Step {
        std::int64_t records = 0;
        bool more = false;
    };

    Step run() {
        auto head = tx_.search().head();
        if (!head || head->format != model::kSearchFormat) {
            tx_.search_writer().clear();
            // What happens from here on is followed; what was before is read from the tables.
            head = store::SearchHead{model::kSearchFormat, last_settled_event(), {}};
            tx_.search_writer().put_head(*head);
        }
        Step step = build(*head);
        if (!step.more) {
            step.records += follow(*head, step.more);
        }
        return step;
    }

  private:
    // Ledgers that are not in the index as they should be, until the commit is full.
    Step build(store::SearchHead& head) {
        Step step;
        const auto wordings = search_wordings(tx_, definitions_);
        forget_retired(wordings, head);
        for (const auto& [id, wording] : wordings) {
            auto& state = head.ledgers[id];
            if (state.wording != wording) {
                state = {wording, RecordId{}};
            }
            if (state.built_to != store::kSearchComplete) {
                build_ledger(id, state.built_to, step);
                tx_.search_writer().put_head(head);
            }
            if (step.more) {
                break;
            }
        }
        return step;
    }

    // Nobody follows a retired ledger; should it come back, it is read anew.
    void forget_retired(const std::map<LedgerId, std::int64_t>& wordings, store::SearchHead& head) {
        bool any = false;
        for (auto& [id, state] : head.ledgers) {
            if (!wordings.contains(id) && state != store::SearchedLedger{}) {
                state = {};
                any = true;
            }
        }
        if (any) {
            tx_.search_writer().put_head(head);
        }
    }

    void build_ledger(LedgerId id, RecordId& built_to, Step& step) {
        const auto* ledger = definitions_.ledger(id);
        store::RecordQuery query;
        query.table = {id, ledger};
        query.scope = &model::kEverything;
        query.after = built_to;
        built_to = store::kSearchComplete;
        tx_.scan_records(query, [&](const LedgerRecord& record) {
            put(*ledger, record);
            ++step.records;
            step.more = step.records >= static_cast<std::int64_t>(limits::kSearchBatchRecords);
            built_to = step.more ? record.id : built_to;
            return !step.more;
        });
    }

    std::int64_t follow(store::SearchHead& head, bool& more) {
        const std::int64_t from = head.last_seq;
        const auto tail = search_tail(tx_, head.last_seq, limits::kSearchBatchRecords);
        for (const auto& [id, ledger] : tail) {
            take_up(id, ledger);
        }
        head.last_seq = std::max(from, std::min(head.last_seq, last_settled_event()));
        if (head.last_seq != from) {
            tx_.search_writer().put_head(head);
        }
        more = head.last_seq < last_settled_event();
        return static_cast<std::int64_t>(tail.size());
    }

    // Below later ones others may still appear, which must not be passed over.
    std::int64_t last_settled_event() {
        return std::min(tx_.search().last_event(), tx_.settled_to());
    }

    void take_up(RecordId id, LedgerId ledger_id) {
        const auto* ledger = definitions_.ledger(ledger_id);
        if (ledger == nullptr) {
            tx_.search_writer().drop_document(id);
            return;
        }
        store::RecordQuery query;
        query.table = {ledger_id, ledger};
        query.scope = &model::kEverything;
        query.id = id;
        if (const auto record = tx_.find_record(query)) {
            put(*ledger, *record);
        } else {
            tx_.search_writer().drop_document(id);
        }
    }

    void put(const LedgerDefinition& ledger, const LedgerRecord& record) {
        tx_.search_writer().put_document(search_document(definitions_, ledger, record, names_));
    }

    store::WriteTx& tx_;
    const Definitions& definitions_;
    model::SearchNames names_;
};

}  // namespace

model::SearchNames search_names(store::ReadTx& tx, const Definitions& definitions) {
    model::SearchNames names;
    names.area = [&definitions](AreaId area, Date date) {
        return definitions.areas.full_name(area, date);
    };
    names.unit = [&definitions](UnitId id) -> std::string {
        for (const auto& unit : definitions.units) {
            if (unit.id == id) {
                return unit.name;
            }
        }
        return "";
    };
    names.number = [&tx, &definitions](const std::string& name, RecordId id) -> std::string {
        store::RecordQuery query;
        query.table = definitions.table(*definitions.catalog.pack.ledger(name));
        query.scope = &model::kEverything;
        query.deleted = store::Deleted::Include;
        query.id = id;
        const auto record = tx.find_record(query);
        return record ? record->number : "";
    };
    return names;
}

store::SearchDocument search_document(const Definitions& definitions,
                                      const LedgerDefinition& ledger, const LedgerRecord& record,
                                      const model::SearchNames& names) {
    auto lines = model::record_lines(model::record_texts(ledger, record, names));
    return {record.id,
            definitions.catalog.id_of(ledger),
            record.area,
            record.happened_on(ledger),
            std::move(lines.open),
            std::move(lines.personal)};
}

std::map<LedgerId, std::int64_t> search_wordings(store::ReadTx& tx,
                                                 const Definitions& definitions) {
    const std::int64_t areas = digest_of_areas(tx);
    const std::int64_t units = digest_of_units(definitions);
    std::map<LedgerId, std::int64_t> wordings;
    for (const auto& ledger : definitions.catalog.pack.ledgers) {
        wordings[definitions.catalog.id_of(ledger)] = wording_of(ledger, areas, units);
    }
    return wordings;
}

std::map<RecordId, LedgerId> search_tail(store::ReadTx& tx, std::int64_t& last_seq,
                                         std::size_t events_max) {
    std::map<RecordId, LedgerId> tail;
    std::size_t events = 0;
    tx.scan_audit({last_seq, BatchId{}, RecordId{}}, [&](const store::AuditEvent& event) {
        last_seq = event.seq;
        if (event.record) {
            tail[event.record] = event.ledger;
        }
        return ++events < events_max;
    });
    return tail;
}

SearchLag search_lag(store::ReadTx& tx, const Definitions& definitions, std::size_t events_max) {
    SearchLag lag;
    const auto head = tx.search().head();
    if (!head || head->format != model::kSearchFormat) {
        lag.unbuilt = true;
        return lag;
    }
    for (const auto& [id, wording] : search_wordings(tx, definitions)) {
        const auto state = head->ledgers.find(id);
        if (state == head->ledgers.end() ||
            state->second != store::SearchedLedger{wording, store::kSearchComplete}) {
            lag.unbuilt = true;
            return lag;
        }
    }
    std::int64_t seq = head->last_seq;
    lag.tail = search_tail(tx, seq, events_max);
    lag.more = seq < tx.search().last_event();
    return lag;
}

Result<SearchBuild> catch_up_search(const Session& session, const SearchProgress& progress) {
    SearchBuild build;
    Builder::Step step;
    TZ_TRY(session.store.sync());
    do {
        TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
            const auto definitions = TZ_TRY(load_definitions(tx));
            step = Builder(tx, *definitions).run();
            return {};
        }));
        build.records += step.records;
        if (step.more && progress) {
            progress(build.records);
        }
    } while (step.more);
    return build;
}

Result<SearchBuild> rebuild_search(const Session& session, const SearchProgress& progress) {
    TZ_TRY(access::authorize(session.principal, access::Permission::Administer));
    TZ_TRY(session.store.write([](store::WriteTx& tx) -> Result<void> {
        tx.search_writer().clear();
        return {};
    }));
    return catch_up_search(session, progress);
}

Result<void> purge_search(const Session& session) {
    bool built = false;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        built = tx.search().head().has_value();
        return {};
    }));
    if (!built) {
        return {};
    }
    TZ_TRY(catch_up_search(session, {}));
    bool more = true;
    while (more) {
        TZ_TRY(session.store.write([&](store::WriteTx& tx) -> Result<void> {
            more = tx.search_writer().erase_leftovers();
            return {};
        }));
    }
    return {};
}

}  // namespace taizhang::service
