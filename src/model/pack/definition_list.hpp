// SPDX-License-Identifier: Apache-2.0
// The definitions of one kind, in the pack's order. Those that a store keeps are read when they are
// first asked for: a command needs a few of some two hundred.
#pragma once

#include <cassert>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/read_once.hpp"

namespace taizhang::model {

// A copy is another handle on the same definitions, which stay where they are as long as any handle
// lives. Threads may share a list that no longer grows. Definition has a member `name`.
template <typename Definition>
class DefinitionList {
  public:
    // Gives the definition at an index; what it throws goes to whoever asked.
    using Read = std::function<Definition(std::size_t)>;

    class Iterator {
      public:
        Iterator(const DefinitionList& list, std::size_t index) : list_(&list), index_(index) {}
        const Definition& operator*() const { return (*list_)[index_]; }
        const Definition* operator->() const { return &(*list_)[index_]; }
        Iterator& operator++() {
            ++index_;
            return *this;
        }
        bool operator==(const Iterator&) const = default;

      private:
        const DefinitionList* list_;
        std::size_t index_;
    };

    DefinitionList() : state_(std::make_shared<State>()) {}
    DefinitionList(std::vector<std::string> names, Read read) : DefinitionList() {
        for (auto& name : names) {
            append(std::move(name));
        }
        state_->read = std::move(read);
    }

    void push_back(Definition definition) {
        assert(state_.use_count() == 1 && !state_->read);
        Item& item = append(definition.name);
        item.definition.get([&] { return std::move(definition); });
    }

    std::size_t size() const { return state_->items.size(); }
    bool empty() const { return state_->items.empty(); }
    const std::string& name(std::size_t index) const { return state_->items[index]->name; }
    std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& item : state_->items) {
            names.push_back(item->name);
        }
        return names;
    }

    bool contains(std::string_view name) const { return state_->by_name.contains(name); }
    // nullptr when there is none.
    const Definition* find(std::string_view name) const {
        const auto found = state_->by_name.find(name);
        return found == state_->by_name.end() ? nullptr : &(*this)[found->second];
    }

    const Definition& operator[](std::size_t index) const {
        Item& item = *state_->items[index];
        return item.definition.get([&] { return state_->read(index); });
    }
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, size()}; }

  private:
    struct Item {
        std::string name;
        ReadOnce<Definition> definition;
    };
    struct State {
        std::vector<std::unique_ptr<Item>> items;
        std::unordered_map<std::string_view, std::size_t> by_name;  // the first of each name
        Read read;
    };

    Item& append(std::string name) {
        auto& items = state_->items;
        items.push_back(std::make_unique<Item>());
        items.back()->name = std::move(name);
        state_->by_name.emplace(items.back()->name, items.size() - 1);
        return *items.back();
    }

    std::shared_ptr<State> state_;
};

}  // namespace taizhang::model
