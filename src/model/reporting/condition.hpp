// SPDX-License-Identifier: Apache-2.0
// The `where` of an indicator. Of a stored definition it is compiled when a record is first held
// against it: a figure from the roll-ups never needs it.
#pragma once

#include <functional>
#include <memory>

#include "base/read_once.hpp"
#include "model/records/expression.hpp"

namespace taizhang::model {

// Empty: every record counts. Copies share what is compiled; threads may share a condition.
class Condition {
  public:
    using Compile = std::function<Expression()>;

    Condition() = default;
    Condition(Expression expression) : state_(std::make_shared<State>()) {
        state_->expression.get([&] { return std::move(expression); });
    }
    // What `compile` throws goes to whoever asks first.
    explicit Condition(Compile compile) : state_(std::make_shared<State>()) {
        state_->compile = std::move(compile);
    }

    explicit operator bool() const { return state_ != nullptr; }
    const Expression& operator*() const { return state_->expression.get(state_->compile); }
    const Expression* operator->() const { return &**this; }

  private:
    struct State {
        Compile compile;
        ReadOnce<Expression> expression;
    };

    std::shared_ptr<State> state_;
};

}  // namespace taizhang::model
