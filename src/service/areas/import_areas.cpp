// SPDX-License-Identifier: Apache-2.0
#include "service/areas/import_areas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "exchange/table.hpp"
#include "model/records/parse_value.hpp"

namespace taizhang::service {

using model::AreaLevel;
using model::AreaVersion;

namespace {

enum Column : std::size_t { kCode, kName, kLevel, kParent, kPerson, kFrom, kBoundary, kColumns };

constexpr std::array<std::array<std::string_view, 3>, kColumns> kHeaders = {{
    {"代码", "code", "编码"},
    {"名称", "name", "区域名称"},
    {"级别", "level", "类型"},
    {"上级代码", "parent", "上级"},
    {"负责人", "person_in_charge", "网格员"},
    {"生效日期", "valid_from", "启用日期"},
    {"边界", "boundary", "wkt"},
}};

struct AreaRow {
    std::size_t line = 0;
    std::array<std::string, kColumns> cells;
    std::optional<AreaLevel> level;  // absent: a unit
    Date from;
};

struct AreaTable {
    std::vector<AreaRow> rows;
    std::vector<Error> errors;
    std::array<std::optional<std::size_t>, kColumns> columns;
    std::string file;
    std::string sheet;

    void complain(std::size_t line, Column column, std::string value, std::string message,
                  std::string expected) {
        const auto at = columns[column];
        errors.push_back(Error{ErrorCode::InvalidInput, std::move(message), "bad area row",
                               SourcePlace{file, sheet, line,
                                           (at ? exchange::column_letters(*at) : "") + "（" +
                                               std::string(kHeaders[column][0]) + "）",
                                           std::move(value), std::move(expected)}});
    }
};

bool match_areas_header(const exchange::Row& row, AreaTable& table) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const std::string header = folded(row.cells[i].text);
        for (std::size_t column = 0; column < kColumns; ++column) {
            const auto& names = kHeaders[column];
            if (std::find(names.begin(), names.end(), header) != names.end()) {
                table.columns[column] = i;
            }
        }
    }
    return table.columns[kCode] && table.columns[kName] && table.columns[kLevel];
}

void check_area_row(AreaTable& table, AreaRow& row) {
    const auto& cells = row.cells;
    for (const Column column : {kCode, kName}) {
        if (cells[column].empty()) {
            table.complain(row.line, column, "", "没有填", "每个区域有代码和名称");
        }
    }
    const std::string level = folded(cells[kLevel]);
    row.level = model::parse_level(level);
    if (!row.level && level != "单位" && level != "unit") {
        table.complain(row.line, kLevel, level, "不认识的级别", "街道、社区、网格或单位");
    }
    row.from = Date::from_civil(1900, 1, 1);
    if (!cells[kFrom].empty()) {
        model::FieldDefinition date;
        date.type = model::FieldType::Date;
        date.title.zh = "生效日期";
        const auto value = model::parse_typed(cells[kFrom], date);
        if (value) {
            row.from = std::get<Date>(*value);
        } else {
            table.complain(row.line, kFrom, cells[kFrom], "不是日期", "2020-01-31");
        }
    }
}

Result<AreaTable> read_area_table(const std::filesystem::path& file) {
    AreaTable table;
    table.file = file.filename().string();
    const auto reader = TZ_TRY(exchange::open_table(file, {}));
    table.sheet = reader->sheet();
    bool header = false;
    for (;;) {
        const exchange::Row* row = TZ_TRY(reader->next());
        if (row == nullptr) {
            break;
        }
        if (!header) {
            header = match_areas_header(*row, table);
            continue;
        }
        AreaRow area;
        area.line = row->number;
        for (std::size_t column = 0; column < kColumns; ++column) {
            const auto at = table.columns[column];
            if (at && *at < row->cells.size()) {
                area.cells[column] = trimmed(row->cells[*at].text);
            }
        }
        check_area_row(table, area);
        table.rows.push_back(std::move(area));
        if (table.rows.size() > limits::kAreasMax) {
            return fail(ErrorCode::LimitExceeded,
                        fmt::format("区域太多，不超过 {} 个", limits::kAreasMax), "too many areas");
        }
    }
    if (!header) {
        return fail_at(ErrorCode::InvalidInput,
                       SourcePlace{table.file, table.sheet, 0, "", "", "代码、名称、级别"},
                       "没有区域表的表头", "no header row");
    }
    return table;
}

class AreaWriter {
  public:
    AreaWriter(store::WriteTx& tx, AreaTable& table) : tx_(tx), table_(table) {
        for (const auto& version : tx.areas()) {
            ids_[version.code] = version.id;
            levels_[version.code] = version.level;
            latest_[version.code] = version;  // versions come by date
        }
        for (const auto& unit : tx.units()) {
            units_[unit.code] = unit;
        }
    }

    // Upper levels first, so that a file may list them in any order.
    AreasOutcome run() {
        for (const auto level :
             {std::optional(AreaLevel::Subdistrict), std::optional(AreaLevel::Community),
              std::optional(AreaLevel::GridCell), std::optional<AreaLevel>()}) {
            for (const auto& row : table_.rows) {
                if (row.level == level) {
                    put(row);
                }
            }
        }
        return outcome_;
    }

  private:
    void put(const AreaRow& row) {
        const std::string& code = row.cells[kCode];
        if (!row.level) {
            put_unit(row);
            return;
        }
        AreaVersion version;
        version.code = code;
        version.level = *row.level;
        version.valid_from = row.from;
        version.name = row.cells[kName];
        version.person_in_charge = row.cells[kPerson];
        version.boundary = row.cells[kBoundary];
        if (!find_parent(row, version)) {
            return;
        }
        const auto known = latest_.find(code);
        if (known == latest_.end()) {
            version.id = AreaId{tx_.next_number("area")};
            ++outcome_.areas;
        } else {
            version.id = known->second.id;
            AreaVersion same = known->second;
            same.valid_from = version.valid_from;
            if (same == version) {
                ++outcome_.same;
                return;
            }
            if (known->second.level != version.level) {
                table_.complain(row.line, kLevel, row.cells[kLevel], "这个代码已是别的级别",
                                std::string(model::level_title(known->second.level)));
                return;
            }
            ++outcome_.versions;
        }
        tx_.put_area(version);
        ids_[code] = version.id;
        levels_[code] = version.level;
        latest_[code] = version;
    }

    bool find_parent(const AreaRow& row, AreaVersion& version) {
        if (version.level == AreaLevel::Subdistrict) {
            const bool other = std::any_of(levels_.begin(), levels_.end(), [&](const auto& entry) {
                return entry.second == AreaLevel::Subdistrict && entry.first != version.code;
            });
            if (other) {
                table_.complain(row.line, kLevel, row.cells[kLevel], "街道只能有一个",
                                "每个库一个街道");
            }
            return !other;
        }
        const auto parent = ids_.find(row.cells[kParent]);
        const auto above = static_cast<AreaLevel>(static_cast<int>(version.level) - 1);
        if (parent == ids_.end() || levels_[row.cells[kParent]] != above) {
            table_.complain(row.line, kParent, row.cells[kParent],
                            fmt::format("{}的上级不对", model::level_title(version.level)),
                            fmt::format("一个{}的代码", model::level_title(above)));
            return false;
        }
        version.parent = parent->second;
        return true;
    }

    void put_unit(const AreaRow& row) {
        model::Unit unit{UnitId{}, row.cells[kCode], row.cells[kName]};
        const auto known = units_.find(unit.code);
        if (known != units_.end() && known->second.name == unit.name) {
            ++outcome_.same;
            return;
        }
        unit.id = known == units_.end() ? UnitId{tx_.next_number("unit")} : known->second.id;
        ++outcome_.units;
        tx_.put_unit(unit);
    }

    store::WriteTx& tx_;
    AreaTable& table_;
    std::map<std::string, AreaId> ids_;
    std::map<std::string, AreaLevel> levels_;
    std::map<std::string, AreaVersion> latest_;
    std::map<std::string, model::Unit> units_;
    AreasOutcome outcome_;
};

}  // namespace

Result<AreasOutcome> import_areas(const Session& session, const std::filesystem::path& file) {
    const auto grant = TZ_TRY(access::authorize(session.principal, access::Permission::Administer));
    AreaTable table = TZ_TRY(read_area_table(file));
    AreasOutcome outcome;
    outcome.errors = table.errors;
    if (!outcome.errors.empty()) {
        return outcome;
    }
    auto written = session.store.write([&](store::WriteTx& tx) -> Result<void> {
        table.errors.clear();
        outcome = AreaWriter(tx, table).run();
        outcome.errors = table.errors;
        if (!outcome.errors.empty()) {
            return tl::unexpected(outcome.errors.front());
        }
        if (outcome.areas + outcome.versions + outcome.units == 0) {
            return {};
        }
        store::AuditEvent event;
        event.actor = grant.actor();
        event.action = store::AuditAction::AreasChanged;
        event.diff = fmt::format("{{\"file\":\"{}\"}}", to_hex(sha256(table.file)));
        tx.append_event(std::move(event));
        // A known area that moved changes what its community adds up to.
        return outcome.versions > 0 ? rebuild_rollups(tx, *TZ_TRY(load_definitions(tx)), {})
                                    : Result<void>{};
    });
    if (!written && outcome.errors.empty()) {
        return tl::unexpected(written.error());
    }
    return outcome;
}

}  // namespace taizhang::service
