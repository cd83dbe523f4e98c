// SPDX-License-Identifier: Apache-2.0
// The one place that turns a wish ("this row", "without that one") into a change of a record with
// its audit event and roll-up deltas.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "rollup/contribution.hpp"
#include "service/session.hpp"

namespace taizhang::service {

class RecordWriter {
  public:
    // For one ledger within one transaction.
    RecordWriter(store::WriteTx& tx, const Definitions& definitions,
                 const model::LedgerDefinition& ledger, const access::Grant& grant, BatchId batch)
        : RecordWriter(tx, definitions, ledger, grant, batch,
                       std::make_shared<rollup::LedgerRollup>(definitions.catalog, ledger)) {}
    // For one of many transactions, with the ledger's `rollup` made once.
    RecordWriter(store::WriteTx& tx, const Definitions& definitions,
                 const model::LedgerDefinition& ledger, const access::Grant& grant, BatchId batch,
                 std::shared_ptr<const rollup::LedgerRollup> rollup);

    // Why a person makes the changes that follow; stands in their audit events.
    void because(std::string reason) { reason_ = std::move(reason); }

    // `values` as check_row() left them. `number` empty: the next running number.
    Result<model::LedgerRecord> create(const model::RecordContent& content, std::string number);
    // The same for one of very many, of which count_new() has said before what it adds. `content`
    // lends its values to the record meanwhile.
    Result<void> create_counted(model::RecordContent& content, std::string number,
                                const model::RollupDelta& delta);
    Result<model::LedgerRecord> change(const model::LedgerRecord& before,
                                       std::vector<model::Value> values);
    Result<void> remove(const model::LedgerRecord& before);
    Result<model::LedgerRecord> restore(const model::LedgerRecord& before,
                                        std::vector<model::Value> values);
    // A revision because of its files; the event says which.
    Result<model::LedgerRecord> change_attachments(
        const model::LedgerRecord& before, std::vector<model::Value> values,
        store::AuditAction action, const std::vector<store::Attachment>& attachments);
    // Erases the personal fields and their history (design §7); the bare row stays and still
    // counts.
    Result<void> purge(const model::LedgerRecord& before);

  private:
    Result<void> apply(const model::LedgerRecord* before, const model::LedgerRecord& after,
                       store::AuditAction action, std::string_view bytes);
    Result<void> check_scope(const model::LedgerRecord& record) const;
    std::string next_number(Date happened_on);
    void place(model::LedgerRecord& record, std::int64_t match_key) const;
    // All that a new record has besides its values.
    void begin(model::LedgerRecord& record, std::int64_t match_key, std::string number);
    // What it adds stands in deltas_.
    Result<void> apply_counted(const model::LedgerRecord* before, const model::LedgerRecord& after,
                               store::AuditAction action, std::string_view bytes);
    Result<model::LedgerRecord> replace(const model::LedgerRecord& before,
                                        std::vector<model::Value> values,
                                        store::AuditAction action);

    struct Series {
        std::string prefix;   // of the numbers of one year
        std::string counter;  // its name
    };

    store::WriteTx& tx_;
    const Definitions& definitions_;
    const model::LedgerDefinition& ledger_;
    const access::Grant& grant_;
    model::Scope rows_;
    bool personal_;  // the ledger has personal fields
    BatchId batch_;
    std::string reason_;
    std::map<int, Series> series_;                                 // by year
    const std::vector<store::Attachment>* attachments_ = nullptr;  // that the change is about
    std::shared_ptr<const rollup::LedgerRollup> rollup_;
    model::RollupDeltas deltas_;  // of the change under way; room that is used again
};

// Where a record with these values is: the whole office where the ledger has no area field.
AreaId area_of(const Definitions& definitions, const model::LedgerDefinition& ledger,
               const std::vector<model::Value>& values);

// Appends what a new record with this content adds to the roll-ups; its values are lent meanwhile.
void count_new(const Definitions& definitions, const model::LedgerDefinition& ledger,
               const rollup::LedgerRollup& rollup, model::RecordContent& content,
               model::RollupDeltas& deltas);

// Completes a row (defaults, the office's area where none is given) and checks it. An empty list
// means that it may be written.
std::vector<Error> check_row(const Definitions& definitions, const model::LedgerDefinition& ledger,
                             std::vector<model::Value>& values);

}  // namespace taizhang::service
