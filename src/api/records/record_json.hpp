// SPDX-License-Identifier: Apache-2.0
// Records and their ledgers as JSON.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "api/schema.hpp"
#include "service/records/record_entry.hpp"
#include "service/records/record_history.hpp"
#include "service/session.hpp"

namespace taizhang::api {

// Money and decimals are text, so that no number loses a digit on its way; areas, units and
// references are {id, name}; what is personal is masked, and what one may not see is not there.
class RecordJson {
  public:
    RecordJson(const service::Definitions& definitions, const model::LedgerDefinition& ledger,
               const service::RecordSight& sight)
        : definitions_(definitions), ledger_(ledger), sight_(sight) {}

    // `fields`: names of those wanted; empty: all.
    boost::json::object record(const model::LedgerRecord& record,
                               const std::vector<std::string>& fields = {}) const;
    boost::json::value value(const model::Value& value, const model::FieldDefinition& field,
                             Date day) const;

    // Field by field; of those that are not there for him nothing.
    boost::json::array changes(const model::LedgerRecord& record,
                               const std::vector<service::FieldChange>& changes) const;

  private:
    const service::Definitions& definitions_;
    const model::LedgerDefinition& ledger_;
    const service::RecordSight& sight_;
};

std::string record_tag(const model::LedgerRecord& record);  // the ETag: "3"

// Fields as a request writes them.
std::vector<service::FieldInput> read_fields(const boost::json::object& fields);

boost::json::object ledger_json(const model::LedgerDefinition& ledger);

Schema record_schema();
Schema field_change_schema();  // of RecordJson::changes()
Schema ledger_schema();

}  // namespace taizhang::api
