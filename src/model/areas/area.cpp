// SPDX-License-Identifier: Apache-2.0
#include "model/areas/area.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "model/areas/area_locator.hpp"

namespace taizhang::model {
namespace {

constexpr std::size_t kChainLengthMax = 8;
constexpr std::size_t kCandidatesNamedMax = 5;

template <typename Versions>
auto version_at(const Versions& versions, Date date) -> decltype(&versions.front()) {
    auto after = std::upper_bound(
        versions.begin(), versions.end(), date,
        [](Date day, const AreaVersion& version) { return day < version.valid_from; });
    return after == versions.begin() ? &versions.front() : &*std::prev(after);
}

}  // namespace

std::string_view level_title(AreaLevel level) {
    switch (level) {
        case AreaLevel::Subdistrict:
            return "街道";
        case AreaLevel::Community:
            return "社区";
        default:
            return "网格";
    }
}

std::optional<AreaLevel> parse_level(std::string_view text) {
    const std::string word = folded(text);
    for (const auto level : {AreaLevel::Subdistrict, AreaLevel::Community, AreaLevel::GridCell}) {
        if (word == level_title(level)) {
            return level;
        }
    }
    if (word == "subdistrict") {
        return AreaLevel::Subdistrict;
    }
    if (word == "community") {
        return AreaLevel::Community;
    }
    return word == "grid_cell" ? std::optional(AreaLevel::GridCell) : std::nullopt;
}

AreaTree::AreaTree(std::vector<AreaVersion> versions) {
    std::set<Date> changes;
    for (auto& version : versions) {
        if (version.level == AreaLevel::Subdistrict && !root_) {
            root_ = version.id;
        }
        changes.insert(version.valid_from);
        codes_.emplace(version.code, version.id);
        areas_[version.id].versions.push_back(std::move(version));
    }
    for (auto& [id, entry] : areas_) {
        std::sort(entry.versions.begin(), entry.versions.end(),
                  [](const auto& a, const auto& b) { return a.valid_from < b.valid_from; });
    }
    changes_.assign(changes.begin(), changes.end());
    build_chains();
    locator_ = std::make_shared<AreaLocator>(boundary_changes());
}

void AreaTree::build_chains() {
    for (auto& [id, entry] : areas_) {
        for (const Date change : changes_) {
            std::vector<AreaId> chain;
            for (AreaId area = id; area && chain.size() < kChainLengthMax;) {
                chain.push_back(area);
                const AreaVersion* version = at(area, change);
                area = version == nullptr ? AreaId{} : version->parent;
            }
            entry.chains.push_back(std::move(chain));
        }
    }
}

const AreaTree::Names& AreaTree::names() const {
    return names_->get([&] {
        std::set<std::pair<std::string, AreaId>> seen;
        for (const auto& [id, entry] : areas_) {
            for (const auto& version : entry.versions) {
                seen.emplace(folded(version.name), id);
                seen.emplace(folded(full_name(id, version.valid_from)), id);
            }
        }
        return Names(seen.begin(), seen.end());
    });
}

const AreaTree::Entry* AreaTree::entry(AreaId area) const {
    const auto found = areas_.find(area);
    return found == areas_.end() ? nullptr : &found->second;
}

const AreaVersion* AreaTree::at(AreaId area, Date date) const {
    const Entry* found = entry(area);
    return found == nullptr ? nullptr : version_at(found->versions, date);
}

const AreaVersion* AreaTree::latest(AreaId area) const {
    const Entry* found = entry(area);
    return found == nullptr ? nullptr : &found->versions.back();
}

const std::vector<AreaVersion>& AreaTree::versions(AreaId area) const {
    static const std::vector<AreaVersion> kNone;
    const Entry* found = entry(area);
    return found == nullptr ? kNone : found->versions;
}

const std::vector<AreaId>& AreaTree::chain(AreaId area, Date date) const {
    static const std::vector<AreaId> kNone;
    const Entry* found = entry(area);
    if (found == nullptr) {
        return kNone;
    }
    return found->chains[span_of(date)];
}

std::size_t AreaTree::span_of(Date date) const {
    const auto after = std::upper_bound(changes_.begin(), changes_.end(), date);
    return after == changes_.begin() ? 0 : static_cast<std::size_t>(after - changes_.begin()) - 1;
}

bool AreaTree::is_within(AreaId area, AreaId ancestor, Date date) const {
    const auto& up = chain(area, date);
    return std::find(up.begin(), up.end(), ancestor) != up.end();
}

std::vector<AreaId> AreaTree::children(AreaId area, Date date) const {
    std::vector<AreaId> result;
    for (const auto& [id, entry] : areas_) {
        const AreaVersion* version = version_at(entry.versions, date);
        const bool exists = !version->abolished_on || date < *version->abolished_on;
        if (version->parent == area && exists) {
            result.push_back(id);
        }
    }
    return result;
}

std::vector<AreaId> AreaTree::ever_within(AreaId area) const {
    std::vector<AreaId> result;
    for (const auto& [id, entry] : areas_) {
        const bool within = std::any_of(
            entry.chains.begin(), entry.chains.end(),
            [&](const auto& up) { return std::find(up.begin(), up.end(), area) != up.end(); });
        if (within) {
            result.push_back(id);
        }
    }
    return result;
}

std::vector<AreaId> AreaTree::all() const {
    std::vector<AreaId> result;
    for (const auto& [id, entry] : areas_) {
        result.push_back(id);
    }
    return result;
}

Result<AreaId> AreaTree::find(std::string_view code_or_name) const {
    const std::string wanted = folded(code_or_name);
    if (const auto code = codes_.find(wanted); code != codes_.end()) {
        return code->second;
    }
    const auto [begin, end] = names().equal_range(wanted);
    if (begin != end && std::next(begin) == end) {
        return begin->second;
    }
    std::vector<std::string> candidates;
    for (auto match = begin; match != end && candidates.size() < kCandidatesNamedMax; ++match) {
        const AreaVersion* version = latest(match->second);
        candidates.push_back(full_name(match->second, version->valid_from) + "（" + version->code +
                             "）");
    }
    if (!candidates.empty()) {
        return fail_at(ErrorCode::InvalidInput,
                       SourcePlace{"", "", 0, "", wanted, join(candidates, "、")},
                       fmt::format("有几个区域都叫“{}”", wanted), "ambiguous area");
    }
    for (const auto& [name, id] : names()) {
        candidates.push_back(name);
    }
    const auto near = nearest(wanted, candidates);
    return fail_at(ErrorCode::NotFound,
                   SourcePlace{"", "", 0, "", wanted,
                               near ? *near : "区域表里的代码或名称，先用 areas 命令导入"},
                   fmt::format("没有区域“{}”", wanted), "no such area");
}

std::string AreaTree::full_name(AreaId area, Date date) const {
    std::string name;
    for (const AreaId id : chain(area, date)) {
        const AreaVersion* version = at(id, date);
        if (version != nullptr && (id != root_ || id == area)) {
            name = version->name + name;
        }
    }
    return name;
}

std::vector<const AreaVersion*> AreaTree::in_force(Date date) const {
    std::vector<const AreaVersion*> versions;
    for (const auto& [id, entry] : areas_) {
        const AreaVersion* version = version_at(entry.versions, date);
        const bool ended = version->abolished_on && *version->abolished_on <= date;
        if (version->valid_from <= date && !ended) {
            versions.push_back(version);
        }
    }
    return versions;
}

std::vector<Date> AreaTree::boundary_changes() const {
    std::set<Date> days;
    for (const auto& [id, entry] : areas_) {
        const std::string* before = nullptr;
        for (const auto& version : entry.versions) {
            if (before == nullptr ? !version.boundary.empty() : version.boundary != *before) {
                days.insert(version.valid_from);
            }
            if (version.abolished_on) {
                days.insert(*version.abolished_on);
            }
            before = &version.boundary;
        }
    }
    return {days.begin(), days.end()};
}

Result<Located> AreaTree::locate(GeoPoint point, Date date) const {
    return locator_->find(*this, point, date);
}

}  // namespace taizhang::model
