// SPDX-License-Identifier: Apache-2.0
// Definitions and their changes as JSON.
#pragma once

#include <boost/json/object.hpp>

#include "api/schema.hpp"
#include "service/pack/change_definitions.hpp"
#include "service/pack/foresee_change.hpp"
#include "service/pack/list_definitions.hpp"

namespace taizhang::api {

// A change as it was asked for. Mistakes in it are told at their lines, of YAML, or at their
// pointers, of JSON.
class ChangeRequest {
  public:
    explicit ChangeRequest(const boost::json::object& body);

    const service::DefinitionChange& change() const { return change_; }
    // The same errors, with their places in the request.
    std::vector<Error> placed(std::vector<Error> errors) const;

  private:
    model::Node tree_of(const boost::json::value& value, const std::string& pointer);
    void read_trees(const boost::json::array& definitions);
    std::string pointer_to(const std::string& name) const;

    service::DefinitionChange change_;
    bool yaml_ = false;
    std::vector<std::string> pointers_;  // of trees: where the node of each "line" came from
};

boost::json::object definition_row(const service::DefinitionRow& row);
boost::json::object definition_json(const service::DefinitionRow& row);  // and what it says
boost::json::object foreseen_json(const service::ChangeForeseen& foreseen);
boost::json::object outcome_json(const service::ChangeOutcome& outcome);

Schema definition_row_schema();
Schema definition_schema();
Schema change_schema();
Schema foreseen_schema();
Schema outcome_schema();

}  // namespace taizhang::api
