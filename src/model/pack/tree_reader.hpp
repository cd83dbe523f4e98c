// SPDX-License-Identifier: Apache-2.0
// Reading a definition tree with every mistake noted at its line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/pack/node.hpp"
#include "model/pack/pack.hpp"

namespace taizhang::model {

class TreeReader {
  public:
    // AsNeeded: of what was checked when it was installed, conditions are compiled at first use.
    enum class Depth { Whole, AsNeeded };

    TreeReader(std::string file, PackProblems& problems, Depth depth = Depth::Whole)
        : file_(std::move(file)), problems_(problems), depth_(depth) {}

    Depth depth() const { return depth_; }

    void complain(const Node& at, std::string message, std::string expected,
                  std::string value = "");

    // Complains about every key of the map that is not listed. False when it is no map.
    bool expect_map(const Node& node, std::initializer_list<std::string_view> keys);

    // All of these complain and give an empty value when the entry is there but wrong.
    const Node* required(const Node& map, std::string_view key);
    std::string text(const Node& map, std::string_view key, std::string_view fallback = "");
    std::string name(const Node& map, std::string_view key);
    bool truth(const Node& map, std::string_view key);
    std::optional<std::int64_t> whole(const Node& map, std::string_view key, std::int64_t min,
                                      std::int64_t max);
    std::vector<std::string> names(const Node& map, std::string_view key);
    Title title(const Node& map, std::string_view key, std::string_view english_fallback);
    Title title_of(const Node& node, std::string_view english_fallback);

    // One of the words, as its place in the list.
    std::optional<std::size_t> word(const Node& map, std::string_view key,
                                    const std::vector<std::string>& words);

    // Adds file and line to an error of the expression or format parser.
    void adopt(const Node& at, Error error);

  private:
    std::string file_;
    PackProblems& problems_;
    Depth depth_;
};

}  // namespace taizhang::model
