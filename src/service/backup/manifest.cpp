// SPDX-License-Identifier: Apache-2.0
#include "service/backup/manifest.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>

#include "base/iso_instant.hpp"

namespace taizhang::service {

namespace json = boost::json;

namespace {

constexpr std::int64_t kFormat = 1;

tl::unexpected<Error> incomplete(const std::string& what) {
    return fail(ErrorCode::Corrupt, "备份清单写得不全，换一份备份", "manifest lacks " + what);
}

// Reads members; the first that is missing or of another kind is remembered.
class Members {
  public:
    explicit Members(const json::object& object) : object_(object) {}

    std::int64_t number(std::string_view name) {
        const auto* value = object_.if_contains(name);
        return value != nullptr && value->is_int64() ? value->get_int64()
                                                     : lacks<std::int64_t>(name);
    }
    // Of what backups did not have at first.
    std::int64_t number_or_none(std::string_view name) {
        return object_.contains(name) ? number(name) : 0;
    }
    std::string text(std::string_view name) {
        const auto* value = object_.if_contains(name);
        return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                      : lacks<std::string>(name);
    }
    Digest digest(std::string_view name) {
        const std::string hex = text(name);
        Digest digest{};
        for (std::size_t i = 0; i < digest.size() && hex.size() == 2 * digest.size(); ++i) {
            digest[i] =
                static_cast<std::uint8_t>(std::strtoul(hex.substr(2 * i, 2).c_str(), nullptr, 16));
        }
        return to_hex(digest) == hex ? digest : lacks<Digest>(name);
    }
    Instant instant(std::string_view name) {
        const auto moment = parse_iso_instant(text(name));
        return moment ? *moment : lacks<Instant>(name);
    }
    // Those of before there were any lack it.
    std::vector<std::string> texts(std::string_view name) {
        std::vector<std::string> texts;
        const auto* value = object_.if_contains(name);
        const auto* array = value == nullptr ? nullptr : value->if_array();
        for (const auto& one : array == nullptr ? json::array() : *array) {
            texts.push_back(one.is_string() ? std::string(one.get_string())
                                            : lacks<std::string>(name));
        }
        return texts;
    }
    const std::string& missing() const { return missing_; }

  private:
    template <typename T>
    T lacks(std::string_view name) {
        missing_ = missing_.empty() ? std::string(name) : missing_;
        return {};
    }

    const json::object& object_;
    std::string missing_;
};

}  // namespace

std::string manifest_json(const BackupManifest& manifest) {
    const auto& summary = manifest.summary;
    const json::array keys(summary.keys.begin(), summary.keys.end());
    return json::serialize(
        json::object{{"format", kFormat},
                     {"program", manifest.program},
                     {"taken_at", format_iso_instant(manifest.taken_at)},
                     {"contents", summary.contents},
                     {"schema", summary.schema},
                     {"office_code", summary.office_code},
                     {"office_name", summary.office_name},
                     {"records", summary.records},
                     {"events", summary.events},
                     {"seals", summary.seals},
                     {"last_sealed", summary.last_sealed},
                     {"last_seal", to_hex(summary.last_seal)},
                     {"keys", keys},
                     {"store_digest", to_hex(store::summary_digest(summary))},
                     {"attachments", manifest.attachments},
                     {"attachment_bytes", manifest.attachment_bytes},
                     {"contents_bytes", static_cast<std::int64_t>(manifest.contents_bytes)},
                     {"contents_digest", to_hex(manifest.contents_digest)}});
}

Result<BackupManifest> read_manifest(const std::string& text) {
    json::error_code error;
    const auto value = json::parse(text, error);
    if (error || !value.is_object()) {
        return incomplete("an object");
    }
    Members members(value.get_object());
    if (members.number("format") > kFormat) {
        return fail(ErrorCode::Unsupported, "备份由更新的程序写成，请升级本程序", "newer format");
    }
    BackupManifest manifest;
    manifest.program = members.text("program");
    manifest.taken_at = members.instant("taken_at");
    auto& summary = manifest.summary;
    summary.contents = members.text("contents");
    summary.schema = members.number("schema");
    summary.office_code = members.text("office_code");
    summary.office_name = members.text("office_name");
    summary.records = members.number("records");
    summary.events = members.number("events");
    summary.seals = members.number("seals");
    summary.last_sealed = members.number("last_sealed");
    summary.last_seal = members.digest("last_seal");
    summary.keys = members.texts("keys");
    manifest.attachments = members.number_or_none("attachments");
    manifest.attachment_bytes = members.number_or_none("attachment_bytes");
    manifest.contents_bytes = static_cast<std::uint64_t>(members.number("contents_bytes"));
    manifest.contents_digest = members.digest("contents_digest");
    const bool same = members.digest("store_digest") == store::summary_digest(summary);
    if (!members.missing().empty() || !same) {
        return incomplete(members.missing().empty() ? "its own digest" : members.missing());
    }
    return manifest;
}

}  // namespace taizhang::service
