// SPDX-License-Identifier: Apache-2.0
#include "cli/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "model/pack/node.hpp"

namespace taizhang::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kVariablePrefix = "TAIZHANG_";
constexpr std::string_view kFileVariable = "TAIZHANG_CONFIG";

struct Source {
    SettingOrigin origin = SettingOrigin::Default;
    std::string name;
};

// Collects what each source says, the weightiest last.
class Resolver {
  public:
    explicit Resolver(Settings& settings) : settings_(settings) {
        for (const auto& setting : all_settings()) {
            values_.push_back({&setting, std::string(setting.fallback), SettingOrigin::Default, 0});
        }
    }

    void read_file(const std::string& file);
    void read_variables(const std::map<std::string, std::string, std::less<>>& variables);
    void read_flags(const std::map<std::string, std::string, std::less<>>& flags);
    void finish();

  private:
    void take_document(const Source& source, const model::Node& document);
    void take(const Source& source, const std::string& spelt, const Setting& setting,
              std::string value, std::size_t line);
    void complain(SettingMistake mistake) {
        if (settings_.mistakes.size() < kSettingMistakesMax) {
            settings_.mistakes.push_back(std::move(mistake));
        }
    }
    EffectiveSetting& at(std::string_view key);
    void complain_at(const EffectiveSetting& one, std::string message, std::string expected);
    void choose_place();
    void check_encryption();
    void check_provider();

    Settings& settings_;
    std::vector<EffectiveSetting> values_;
    std::vector<const Setting*> wrong_;
};

const Setting* setting_named(std::string_view key) {
    const auto& all = all_settings();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.key == key; });
    return found == all.end() ? nullptr : &*found;
}

std::string nearest_key(const std::string& key) {
    std::vector<std::string> keys;
    for (const auto& setting : all_settings()) {
        keys.emplace_back(setting.key);
    }
    return nearest(key, keys).value_or(join(keys, "、"));
}

std::string spelt_in(SettingOrigin origin, const Setting& setting) {
    switch (origin) {
        case SettingOrigin::Flag:
            return "--" + std::string(setting.key);
        case SettingOrigin::Environment:
            return variable_of(setting);
        default:
            return std::string(setting.key);
    }
}

bool is_loopback(std::string_view listen) {
    return listen.starts_with("127.") || listen.starts_with("[::1]");
}

EffectiveSetting& Resolver::at(std::string_view key) {
    return *std::find_if(values_.begin(), values_.end(),
                         [&](const auto& one) { return one.setting->key == key; });
}

void Resolver::take(const Source& source, const std::string& spelt, const Setting& setting,
                    std::string value, std::size_t line) {
    if (!setting.fits(value)) {
        const bool path = setting.kind == Setting::Kind::Path;
        complain({source.name, line, spelt, value, path ? "没有，或读不了" : "写得不对",
                  std::string(setting.expected)});
        wrong_.push_back(&setting);
        return;
    }
    std::erase(wrong_, &setting);
    at(setting.key) = {&setting, std::move(value), source.origin, line};
}

void Resolver::read_file(const std::string& file) {
    const Source source{SettingOrigin::File, file};
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream || !fs::is_regular_file(file)) {
        complain({file, 0, "", "", "读不了这个文件", "写明位置，并检查权限"});
        return;
    }
    const auto documents = model::read_yaml(file, text.str());
    if (!documents) {
        const auto& error = documents.error();
        complain({file, error.place ? error.place->line : 0, "", "", error.message,
                  error.place ? error.place->expected : ""});
        return;
    }
    for (const auto& document : *documents) {
        take_document(source, document);
    }
}

void Resolver::take_document(const Source& source, const model::Node& document) {
    if (document.kind == model::Node::Kind::Null) {
        return;
    }
    if (document.kind != model::Node::Kind::Map) {
        complain({source.name, document.line, "", "", "要一行写一项", "listen: 127.0.0.1:8080"});
        return;
    }
    for (const auto& [key, node] : document.entries) {
        const Setting* setting = setting_named(key);
        if (setting == nullptr) {
            complain(
                {source.name, node.key_line, key, node.scalar, "没有这一项", nearest_key(key)});
            continue;
        }
        if (node.kind != model::Node::Kind::Scalar) {
            complain({source.name, node.key_line, key, "", "要写一个值",
                      std::string(setting->expected)});
            wrong_.push_back(setting);
            continue;
        }
        // A path in a file is of the file's own folder.
        const bool relative = setting->kind == Setting::Kind::Path && !node.scalar.empty();
        const auto value =
            relative ? (fs::path(source.name).parent_path() / node.scalar).string() : node.scalar;
        take(source, key, *setting, value, node.line);
    }
}

void Resolver::read_variables(const std::map<std::string, std::string, std::less<>>& variables) {
    std::vector<std::string> names;
    for (const auto& setting : all_settings()) {
        const auto name = variable_of(setting);
        if (const auto found = variables.find(name); found != variables.end()) {
            take({SettingOrigin::Environment, "环境变量"}, name, setting, found->second, 0);
        }
        names.push_back(name);
    }
    for (const auto& [name, value] : variables) {
        const bool ours = name.starts_with(kVariablePrefix) && name != kFileVariable;
        if (ours && std::find(names.begin(), names.end(), name) == names.end()) {
            settings_.unknown_variables.push_back(name);
        }
    }
}

void Resolver::read_flags(const std::map<std::string, std::string, std::less<>>& flags) {
    for (const auto& setting : all_settings()) {
        if (const auto found = flags.find(setting.key); found != flags.end()) {
            take({SettingOrigin::Flag, "命令行"}, spelt_in(SettingOrigin::Flag, setting), setting,
                 found->second, 0);
        }
    }
}

void Resolver::complain_at(const EffectiveSetting& one, std::string message, std::string expected) {
    const std::string source = one.origin == SettingOrigin::Flag          ? "命令行"
                               : one.origin == SettingOrigin::Environment ? "环境变量"
                               : one.origin == SettingOrigin::File        ? settings_.file
                                                                          : "默认";
    complain({source, one.line, spelt_in(one.origin, *one.setting), shown_value(one),
              std::move(message), std::move(expected)});
}

// The weightier source of the two says where the store is.
void Resolver::choose_place() {
    auto& data = at("data");
    auto& database = at("database");
    if (data.value.empty() || database.value.empty()) {
        return;
    }
    if (data.origin == database.origin) {
        complain_at(database, "data 和 database 只能写一个", "去掉一个");
        return;
    }
    auto& weaker = data.origin < database.origin ? data : database;
    weaker = {weaker.setting, "", SettingOrigin::Default, 0};
}

void Resolver::check_encryption() {
    const auto& certificate = at("tls-cert");
    const auto& key = at("tls-key");
    if (certificate.value.empty() != key.value.empty()) {
        const auto& alone = certificate.value.empty() ? key : certificate;
        complain_at(alone, "证书和私钥要一起写",
                    "再写 " + std::string(certificate.value.empty() ? "tls-cert" : "tls-key"));
    }
    const bool open = certificate.value.empty() && at("behind-proxy").value != "true";
    if (open && !is_loopback(at("listen").value)) {
        complain_at(at("listen"), "不加密就不能给别的机器用",
                    "127.0.0.1:8080，或写 tls-cert 和 tls-key；前面有加密的代理时写 behind-proxy: "
                    "true");
    }
}

// Whoever signs in by a provider needs all that it asks for; a public client has no secret.
void Resolver::check_provider() {
    const auto& secret = at("oidc-client-secret");
    const auto needed = {at("oidc-issuer"), at("oidc-client-id"), at("oidc-redirect")};
    const auto is_said = [](const auto& one) { return !one.value.empty(); };
    if (is_said(secret) || std::any_of(needed.begin(), needed.end(), is_said)) {
        for (const auto& one : needed) {
            if (!is_said(one)) {
                complain_at(one, "统一登录的设置不全", std::string(one.setting->expected));
            }
        }
    }
    constexpr auto kOthers = fs::perms::others_all | fs::perms::group_write;
    if (secret.origin == SettingOrigin::File &&
        (fs::status(settings_.file).permissions() & kOthers) != fs::perms::none) {
        complain_at(secret, "设置文件里有密钥，别的用户不能读写", "chmod 600 " + settings_.file);
    }
}

void Resolver::finish() {
    // What a wrong value would mean for others is not known.
    if (wrong_.empty()) {
        choose_place();
        check_encryption();
        check_provider();
    }
    for (auto& one : values_) {
        if (std::find(wrong_.begin(), wrong_.end(), one.setting) == wrong_.end()) {
            settings_.effective.push_back(std::move(one));
        }
    }
}

}  // namespace

const EffectiveSetting* Settings::find(std::string_view key) const {
    const auto found = std::find_if(effective.begin(), effective.end(), [&](const auto& one) {
        return one.setting->key == key && !one.value.empty();
    });
    return found == effective.end() ? nullptr : &*found;
}

Settings resolve_settings(const GivenSettings& given) {
    Settings settings;
    settings.file = given.file;
    if (const auto named = given.variables.find(kFileVariable);
        settings.file.empty() && named != given.variables.end()) {
        settings.file = named->second;
    }
    Resolver resolver(settings);
    if (!settings.file.empty()) {
        resolver.read_file(settings.file);
    }
    resolver.read_variables(given.variables);
    resolver.read_flags(given.flags);
    resolver.finish();
    return settings;
}

}  // namespace taizhang::cli
