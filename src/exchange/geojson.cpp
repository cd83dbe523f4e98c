// SPDX-License-Identifier: Apache-2.0
#include "exchange/geojson.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/stream_parser.hpp>
#include <cmath>
#include <fstream>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "exchange/content_kind.hpp"
#include "exchange/geojson_geometry.hpp"
#include "exchange/limits.hpp"
#include "exchange/source_error.hpp"

namespace taizhang::exchange {

namespace fs = std::filesystem;
namespace json = boost::json;
using model::CoordinateSystem;

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kTreeBytesPerByte = 8;  // of points written as briefly as they can be

std::string lower(std::string_view text) {
    std::string word;
    for (const char c : text) {
        if (c != '-' && c != '_' && c != ' ') {
            word += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        }
    }
    return word;
}

tl::unexpected<Error> refuse_file(const std::string& file, std::string message,
                                  std::string expected, std::string log, std::size_t line = 0) {
    return fail_at(ErrorCode::InvalidInput,
                   SourcePlace{file, "", line, "", "", std::move(expected)}, std::move(message),
                   std::move(log));
}

tl::unexpected<Error> refuse_syntax(const std::string& file, std::string_view bytes,
                                    std::size_t consumed, const json::error_code& failed) {
    const auto line = static_cast<std::size_t>(std::count(
                          bytes.begin(), bytes.begin() + static_cast<long>(consumed), '\n')) +
                      1;
    const std::string log = "JSON: " + failed.message();
    if (failed == json::error::incomplete) {
        return refuse_file(file, "文件不完整，在中间断了", "重新导出或重新传送", log, line);
    }
    if (failed == json::error::too_deep) {
        return refuse_file(file, "括号嵌套太深", fmt::format("不超过 {} 层", kGeoJsonDepthMax), log,
                           line);
    }
    return refuse_file(file, "这里不是 JSON 的写法", "GIS 软件导出的 GeoJSON；没有 NaN 和注释", log,
                       line);
}

// Not fewer than the tree will have: lists, objects, and what stands between commas.
std::size_t count_values(std::string_view bytes) {
    std::size_t count = 1;
    bool in_text = false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (in_text && c == '\\') {
            ++i;
        } else if (c == '"') {
            in_text = !in_text;
        } else if (!in_text && (c == ',' || c == '[' || c == '{')) {
            ++count;
        }
    }
    return count;
}

Result<json::value> parse_json(std::string_view bytes, const std::string& file,
                               json::monotonic_resource& memory) {
    if (bytes.size() > kGeoJsonBytesMax) {
        return fail_file(ErrorCode::LimitExceeded, file,
                         fmt::format("文件太大，GeoJSON 不超过 {} MiB，请按社区分成几个文件",
                                     kGeoJsonBytesMax / kMebibyte),
                         "GeoJSON file too large");
    }
    if (!is_valid_utf8(bytes)) {
        return refuse_file(file, "文件不是 UTF-8 编码", "导出时编码选 UTF-8", "not UTF-8");
    }
    if (bytes.starts_with(kByteOrderMark)) {
        bytes.remove_prefix(kByteOrderMark.size());
    }
    if (count_values(bytes) > kGeoJsonValuesMax) {
        return fail_file(ErrorCode::LimitExceeded, file,
                         "内容太多，请按社区分成几个文件，去掉用不着的属性",
                         fmt::format("GeoJSON of more than {} values", kGeoJsonValuesMax));
    }
    json::parse_options options;
    options.max_depth = kGeoJsonDepthMax;
    json::stream_parser parser({}, options);
    parser.reset(&memory);  // of the values alone: what the parser works with is given back
    json::error_code failed;
    const std::size_t consumed = parser.write(bytes.data(), bytes.size(), failed);
    if (!failed) {
        parser.finish(failed);
    }
    if (failed) {
        return refuse_syntax(file, bytes, consumed, failed);
    }
    return parser.release();
}

std::optional<std::string> text_of(const json::value& value) {
    if (value.is_string()) {
        return std::string(value.get_string());
    }
    constexpr double kWholeMax = 1e15;
    if (value.is_double() && std::abs(value.get_double()) < kWholeMax &&
        value.get_double() == std::trunc(value.get_double())) {
        return fmt::format("{:.0f}", value.get_double());
    }
    if (value.is_double()) {
        return fmt::format("{}", value.get_double());
    }
    return value.is_number() || value.is_bool() ? std::optional(json::serialize(value))
                                                : std::nullopt;
}

// What the old standard called a coordinate reference system; ours may also stand there as a word.
Result<std::optional<CoordinateSystem>> stated_coordinates(const json::object& root,
                                                           const std::string& file) {
    const json::value* crs = root.if_contains("crs");
    if (crs == nullptr || crs->is_null()) {
        return std::nullopt;
    }
    json::error_code missing;
    const json::value* name =
        crs->is_string() ? crs : crs->find_pointer("/properties/name", missing);
    const std::string word =
        name != nullptr && name->is_string() ? lower(std::string(name->get_string())) : "";
    if (word.ends_with("4326") || word.ends_with("4490") || word.find("crs84") != word.npos ||
        word == "wgs84" || word == "cgcs2000") {
        return CoordinateSystem::Wgs84;
    }
    if (const auto known = model::parse_coordinate_system(word)) {
        return known;
    }
    return refuse_file(file, fmt::format("文件的坐标系是“{}”，不认识", shown_value(word)),
                       "导出为 CGCS2000 经纬度（EPSG:4490）；或写 gcj02、bd09",
                       "unknown coordinate reference system");
}

Result<CoordinateSystem> chosen_coordinates(const json::object& root,
                                            const GeoJsonOptions& options) {
    const auto stated = TZ_TRY(stated_coordinates(root, options.file));
    if (stated && options.coordinates && *stated != *options.coordinates) {
        return refuse_file(options.file,
                           fmt::format("文件里写的坐标系是 {}，命令里写的是 {}",
                                       model::coordinate_system_name(*stated),
                                       model::coordinate_system_name(*options.coordinates)),
                           "两处一致，或只写一处", "contradicting coordinate systems");
    }
    return options.coordinates.value_or(stated.value_or(CoordinateSystem::Wgs84));
}

class FeatureReader {
  public:
    FeatureReader(const GeoJsonOptions& options, CoordinateSystem coordinates)
        : options_(options), geometry_(coordinates) {}

    Result<GeoJson> read(const json::array& features) {
        for (const auto& item : features) {
            ++number_;
            auto feature = read_feature(item);
            if (feature) {
                found_.features.push_back(std::move(*feature));
                continue;
            }
            found_.errors.push_back(placed(feature.error()));
            if (found_.errors.back().code == ErrorCode::LimitExceeded) {
                return tl::unexpected(found_.errors.back());
            }
            if (found_.errors.size() >= limits::kAreaErrorsMax) {
                break;
            }
        }
        return std::move(found_);
    }

  private:
    Error placed(Error error) const {
        if (!error.place) {
            error.place.emplace();
        }
        error.place->file = options_.file;
        error.message = fmt::format("第 {} 个要素：{}", number_, error.message);
        return error;
    }

    Result<GeoFeature> read_feature(const json::value& item) {
        const json::object* members = item.if_object();
        const json::value* type = members == nullptr ? nullptr : members->if_contains("type");
        if (type == nullptr || *type != "Feature") {
            return refuse_file("", "不是要素", "type 是 Feature 的对象", "not a feature");
        }
        GeoFeature feature;
        feature.number = number_;
        const json::value* properties = members->if_contains("properties");
        if (properties == nullptr || !properties->is_object()) {
            return refuse_file("", "没有属性", "properties 里有代码、名称、级别等",
                               "feature without properties");
        }
        for (const auto& [name, value] : properties->get_object()) {
            if (auto text = text_of(value)) {
                feature.properties.emplace_back(std::string(name), std::move(*text));
            }
        }
        const json::value* geometry = members->if_contains("geometry");
        feature.boundary = TZ_TRY(geometry_.read(geometry == nullptr ? json::value() : *geometry));
        return feature;
    }

    const GeoJsonOptions& options_;
    GeoJsonGeometryReader geometry_;
    std::size_t number_ = 0;
    GeoJson found_;
};

}  // namespace

Result<GeoJson> parse_geojson(std::string_view bytes, const GeoJsonOptions& options) {
    // In one piece, of which only what is used is ever real: growing by doubling, it took twice
    // that.
    json::monotonic_resource memory(bytes.size() * kTreeBytesPerByte);
    const json::value tree = TZ_TRY(parse_json(bytes, options.file, memory));
    const json::object* root = tree.if_object();
    const json::value* type = root == nullptr ? nullptr : root->if_contains("type");
    const json::value* features = root == nullptr ? nullptr : root->if_contains("features");
    if (type == nullptr || *type != "FeatureCollection" || features == nullptr ||
        !features->is_array()) {
        return refuse_file(options.file, "不是 GeoJSON 的要素集合",
                           "type 是 FeatureCollection，features 是数组", "not a FeatureCollection");
    }
    if (features->get_array().size() > limits::kAreasMax) {
        return fail_file(ErrorCode::LimitExceeded, options.file,
                         fmt::format("要素太多，不超过 {} 个", limits::kAreasMax),
                         "too many features");
    }
    const auto coordinates = TZ_TRY(chosen_coordinates(*root, options));
    return FeatureReader(options, coordinates).read(features->get_array());
}

Result<GeoJson> read_geojson(const fs::path& path, std::optional<CoordinateSystem> coordinates) {
    TZ_TRY(content_kind(path));  // says what is wrong with a file that cannot be read
    std::ifstream stream(path, std::ios::binary);
    std::error_code failed;
    const auto size = fs::file_size(path, failed);
    std::string bytes(failed ? 0 : std::min<std::uintmax_t>(size, kGeoJsonBytesMax + 1), '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    if (stream.bad()) {
        return fail_file(ErrorCode::Io, shown_name(path), "文件读不出来", "cannot read file");
    }
    return parse_geojson(bytes, {shown_name(path), coordinates});
}

bool is_geojson(const fs::path& path) {
    const std::string ending = lower(path.extension().string());
    if (ending == ".geojson" || ending == ".json") {
        return true;
    }
    std::error_code failed;
    if (!fs::is_regular_file(path, failed)) {
        return false;  // a pipe would keep whoever opens it waiting
    }
    std::ifstream stream(path, std::ios::binary);
    char first = 0;
    constexpr std::size_t kMarkBytes = 3;
    for (std::size_t i = 0;
         i < kMarkBytes && stream.peek() == static_cast<unsigned char>(kByteOrderMark[i]); ++i) {
        stream.get();
    }
    stream >> std::ws >> first;
    return first == '{';
}

}  // namespace taizhang::exchange
