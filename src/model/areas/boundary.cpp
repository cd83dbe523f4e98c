// SPDX-License-Identifier: Apache-2.0
#include "model/areas/boundary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/limits.hpp"
#include "base/money.hpp"

namespace taizhang::model {
namespace {

constexpr double kLongitudeMax = 180;
constexpr double kLatitudeMax = 90;
constexpr std::size_t kRingPointsMin = 4;  // a triangle and its first corner again

tl::unexpected<Error> refuse(std::string value, std::string message, std::string expected) {
    return fail_at(ErrorCode::InvalidInput,
                   SourcePlace{"", "", 0, "", std::move(value), std::move(expected)},
                   std::move(message), "bad boundary");
}

class WktReader {
  public:
    explicit WktReader(std::string_view text) : text_(text) {}

    Result<Boundary> read() {
        Boundary boundary;
        if (take_word("MULTIPOLYGON")) {
            TZ_TRY(read_list([&]() -> Result<void> {
                boundary.push_back(TZ_TRY(read_polygon()));
                return {};
            }));
        } else if (take_word("POLYGON")) {
            boundary.push_back(TZ_TRY(read_polygon()));
        } else {
            return malformed();
        }
        skip_space();
        return at_ == text_.size() ? Result<Boundary>(std::move(boundary)) : malformed();
    }

  private:
    tl::unexpected<Error> malformed() const {
        constexpr std::size_t kShownBytes = 20;
        std::string near(text_.substr(at_, kShownBytes));
        // Never cut inside a character.
        near.resize(static_cast<std::size_t>(
            std::find_if(near.begin(), near.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; }) -
            near.begin()));
        return refuse(std::move(near), fmt::format("边界第 {} 个字符起读不懂", at_ + 1),
                      "POLYGON((经度 纬度,…)) 或 MULTIPOLYGON(((经度 纬度,…)))");
    }

    void skip_space() {
        while (at_ < text_.size() &&
               std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) {
            ++at_;
        }
    }

    bool take(char wanted) {
        skip_space();
        const bool found = at_ < text_.size() && text_[at_] == wanted;
        at_ += found ? 1 : 0;
        return found;
    }

    bool take_word(std::string_view word) {
        skip_space();
        for (std::size_t i = 0; i < word.size(); ++i) {
            constexpr unsigned char kUpperCase = 0xDF;
            if (at_ + i >= text_.size() ||
                (static_cast<unsigned char>(text_[at_ + i]) & kUpperCase) != word[i]) {
                return false;
            }
        }
        at_ += word.size();
        return true;
    }

    // ( item , item … )
    template <typename ReadItem>
    Result<void> read_list(const ReadItem& read_item) {
        if (!take('(')) {
            return malformed();
        }
        do {
            TZ_TRY(read_item());
        } while (take(','));
        return take(')') ? Result<void>() : malformed();
    }

    Result<double> read_number() {
        skip_space();
        double number = 0;
        const char* begin = text_.data() + at_;
        const auto [end, failed] = std::from_chars(begin, text_.data() + text_.size(), number);
        if (failed != std::errc()) {
            return malformed();
        }
        at_ += static_cast<std::size_t>(end - begin);
        return number;
    }

    Result<Polygon> read_polygon() {
        Polygon polygon;
        TZ_TRY(read_list([&]() -> Result<void> {
            polygon.push_back(TZ_TRY(read_ring()));
            return {};
        }));
        return polygon;
    }

    Result<Ring> read_ring() {
        std::vector<GeoPoint> points;
        TZ_TRY(read_list([&]() -> Result<void> {
            const double longitude = TZ_TRY(read_number());
            points.push_back(TZ_TRY(make_point(longitude, TZ_TRY(read_number()))));
            return ++points_ <= limits::kBoundaryPointsMax
                       ? Result<void>()
                       : refuse("", "边界的点太多",
                                fmt::format("一个区域不超过 {} 个点", limits::kBoundaryPointsMax));
        }));
        return make_ring(std::move(points));
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t points_ = 0;
};

void append_point(std::string& text, GeoPoint point, char between) {
    text += format_scaled_trimmed(point.longitude, kDegreeScale);
    text += between;
    text += format_scaled_trimmed(point.latitude, kDegreeScale);
}

}  // namespace

Result<GeoPoint> make_point(double longitude, double latitude) {
    const bool numbers = std::isfinite(longitude) && std::isfinite(latitude);
    if (numbers && std::abs(longitude) <= kLongitudeMax && std::abs(latitude) <= kLatitudeMax) {
        return GeoPoint{static_cast<std::int32_t>(std::lround(longitude * kUnitsPerDegree)),
                        static_cast<std::int32_t>(std::lround(latitude * kUnitsPerDegree))};
    }
    const bool swapped =
        numbers && std::abs(latitude) <= kLongitudeMax && std::abs(longitude) <= kLatitudeMax;
    return refuse(fmt::format("{},{}", longitude, latitude), "不是经纬度",
                  swapped ? "先经度，后纬度"
                          : "以度为单位的经度、纬度；平面坐标（米）请先转换为 CGCS2000 经纬度");
}

Result<GeoPoint> parse_point_text(std::string_view text) {
    const auto comma = text.find(',');
    if (comma != std::string_view::npos) {
        const auto longitude = parse_scaled(text.substr(0, comma), kDegreeScale);
        const auto latitude = parse_scaled(text.substr(comma + 1), kDegreeScale);
        constexpr std::int64_t kUnits = kUnitsPerDegree;
        if (longitude && latitude && std::abs(*longitude) <= 180 * kUnits &&
            std::abs(*latitude) <= 90 * kUnits) {
            return GeoPoint{static_cast<std::int32_t>(*longitude),
                            static_cast<std::int32_t>(*latitude)};
        }
    }
    return refuse(std::string(text), "不是经纬度", "经度,纬度，如 105.57,30.51");
}

std::string point_text(GeoPoint point) {
    std::string text;
    append_point(text, point, ',');
    return text;
}

Result<Ring> make_ring(std::vector<GeoPoint> points) {
    if (points.size() < kRingPointsMin) {
        return refuse("", fmt::format("环只有 {} 个点", points.size()),
                      "至少 4 个点，最后一个与第一个相同");
    }
    if (points.front() != points.back()) {
        return refuse(point_text(points.back()), "环没有闭合",
                      fmt::format("最后一个点与第一个点 {} 相同", point_text(points.front())));
    }
    points.erase(std::unique(points.begin(), points.end()), points.end());
    if (points.size() < kRingPointsMin) {
        return refuse(points.empty() ? "" : point_text(points.front()),
                      "环太小，按 7 位小数（约 1 厘米）成了一个点或一条线", "删去这个环");
    }
    return points;
}

std::size_t point_count(const Boundary& boundary) {
    std::size_t count = 0;
    for (const auto& polygon : boundary) {
        for (const auto& ring : polygon) {
            count += ring.size();
        }
    }
    return count;
}

std::string to_wkt(const Boundary& boundary) {
    std::string text = "MULTIPOLYGON(";
    for (const auto& polygon : boundary) {
        text += '(';
        for (const auto& ring : polygon) {
            text += '(';
            for (const GeoPoint point : ring) {
                append_point(text, point, ' ');
                text += ',';
            }
            text.back() = ')';
            text += ',';
        }
        text.back() = ')';
        text += ',';
    }
    text.back() = ')';
    return text;
}

Result<Boundary> parse_wkt(std::string_view text) {
    return WktReader(text).read();
}

}  // namespace taizhang::model
