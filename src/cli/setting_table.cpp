// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <fstream>

#include "base/text.hpp"
#include "cli/settings.hpp"
#include "service/jobs/limits.hpp"

namespace taizhang::cli {
namespace {

namespace fs = std::filesystem;

template <typename Number>
bool reads(const std::string& value, Number& number) {
    const char* end = value.data() + value.size();
    const auto [read, error] = std::from_chars(value.data(), end, number);
    return error == std::errc{} && read == end;
}

template <std::int64_t Min, std::int64_t Max>
bool is_whole(const std::string& value) {
    std::int64_t number = 0;
    return reads(value, number) && number >= Min && number <= Max;
}

bool is_rate(const std::string& value) {
    constexpr double kMax = 1e6;
    double number = -1;
    return reads(value, number) && number >= 0 && number <= kMax;
}

bool is_listen(const std::string& value) {
    const auto colon = value.rfind(':');
    return colon != std::string::npos && colon > 0 && is_whole<0, 65'535>(value.substr(colon + 1));
}

bool is_switch(const std::string& value) {
    return value == "true" || value == "false";
}

bool is_log(const std::string& value) {
    return value == "json" || value == "text" || value == "off";
}

bool is_readable_file(const std::string& value) {
    return fs::is_regular_file(value) && std::ifstream(value).good();
}

bool is_folder(const std::string& value) {
    return fs::is_directory(value);
}

bool is_folder_to_be(const std::string& value) {
    return fs::is_directory(value) ||
           (!fs::exists(value) && fs::is_directory(fs::absolute(value).parent_path()));
}

bool is_database(const std::string& value) {
    return value.starts_with("postgresql://") || value.starts_with("postgres://");
}

std::size_t whole(const std::string& value) {
    std::size_t number = 0;
    reads(value, number);
    return number;
}

double rate(const std::string& value) {
    double number = 0;
    reads(value, number);
    return number;
}

ServeLog log_form(const std::string& value) {
    if (value == "off") {
        return ServeLog::Off;
    }
    return value == "text" ? ServeLog::Text : ServeLog::Json;
}

bool is_provider_url(const std::string& value) {
    return value.starts_with("https://") || value.starts_with("http://");
}

bool is_word(const std::string& value) {
    return !value.empty() && std::none_of(value.begin(), value.end(), [](char c) {
        return std::isspace(static_cast<unsigned char>(c)) != 0;
    });
}

bool is_text(const std::string& value) {
    return !value.empty();
}

bool is_threads(const std::string& value) {
    return value == "auto" || is_whole<1, 1'024>(value);
}

using Kind = Setting::Kind;
using Request = ServeRequest;
using Value = const std::string&;

std::vector<Setting> place_settings() {
    return {
        {"data", "", "DIR", "数据文件夹", "已有的数据文件夹", is_folder,
         [](Request& to, Value value) { to.place = value; }, Kind::Path},
        {"database", "", "postgresql://…", "PostgreSQL 数据库，代替 data",
         "postgresql://USER@HOST:PORT/NAME", is_database,
         [](Request& to, Value value) { to.place = value; }},
        {"key", "", "FILE", "密钥文件，加密个人信息用；默认在数据文件夹旁边，DIR.key",
         "密钥文件的位置", is_text, [](Request& to, Value value) { to.sealing_key = value; },
         Kind::Path},
        {"attachments", "", "DIR", "附件文件夹，用 database 时写；数据文件夹里有自己的",
         "文件夹，或还没有、但上一级已有的", is_folder_to_be,
         [](Request& to, Value value) { to.attachments = value; }, Kind::Path},
        {"listen", "127.0.0.1:8080", "ADDRESS:PORT",
         "地址和端口，默认 127.0.0.1:8080；端口 0 为任一空闲的", "127.0.0.1:8080", is_listen,
         [](Request& to, Value value) { to.listen = value; }},
        {"tls-cert", "", "FILE", "证书，如 DIR/tls/server.crt", "读得了的 PEM 文件",
         is_readable_file, [](Request& to, Value value) { to.certificate_file = value; },
         Kind::Path},
        {"tls-key", "", "FILE", "证书的私钥", "读得了的 PEM 文件", is_readable_file,
         [](Request& to, Value value) { to.key_file = value; }, Kind::Path},
        {"behind-proxy", "false", "",
         "前面有加密的代理：信它的 X-Forwarded-For 和 X-Forwarded-Proto", "true 或 false",
         is_switch, [](Request& to, Value value) { to.behind_proxy = value == "true"; },
         Kind::Switch},
        {"log", "json", "json|text|off", "每个请求记一行到标准错误，默认 json", "json、text 或 off",
         is_log, [](Request& to, Value value) { to.log = log_form(value); }},
    };
}

std::vector<Setting> limit_settings() {
    return {
        {"connections", std::to_string(limits::kHttpConnectionsMax), "N", "最多同时多少个连接",
         "1 到 1000000 的整数", is_whole<1, 1'000'000>,
         [](Request& to, Value value) { to.limits.connections_max = whole(value); }},
        {"connections-per-address", std::to_string(limits::kHttpConnectionsPerAddressMax), "N",
         "一个地址最多同时多少个连接", "1 到 1000000 的整数", is_whole<1, 1'000'000>,
         [](Request& to, Value value) { to.limits.connections_per_address_max = whole(value); }},
        {"requests-per-second", "0", "N", "一个地址每秒最多多少个请求，0 为不限",
         "0 到 1000000 的数", is_rate,
         [](Request& to, Value value) { to.limits.requests_per_second = rate(value); }},
        {"requests-burst", "100", "N", "限速时一下子最多多少个", "1 到 1000000 的整数",
         is_whole<1, 1'000'000>,
         [](Request& to, Value value) { to.limits.requests_burst = rate(value); }},
        {"read-threads", "auto", "N", "查询用几个线程，auto 按处理器个数",
         "1 到 1024 的整数，或 auto", is_threads,
         [](Request& to, Value value) { to.limits.read_threads = whole(value); }},
        {"write-threads", std::to_string(limits::kApiWriteThreads), "N",
         "写入用几个线程，一起等一次提交", "1 到 1024 的整数", is_whole<1, 1'024>,
         [](Request& to, Value value) { to.limits.write_threads = whole(value); }},
        {"long-threads", std::to_string(limits::kApiLongThreads), "N", "报告和溯源用几个线程",
         "1 到 1024 的整数", is_whole<1, 1'024>,
         [](Request& to, Value value) { to.limits.long_threads = whole(value); }},
        {"job-threads", std::to_string(limits::kJobThreads), "N",
         "导入、导出和报告这些任务用几个线程", "1 到 64 的整数",
         is_whole<1, limits::kJobThreadsMax>,
         [](Request& to, Value value) { to.limits.job_threads = whole(value); }},
        {"jobs-folder", "", "DIR", "任务的文件放在哪里；不写在数据文件夹里，没有的在临时文件夹里",
         "已有的文件夹，只有本程序能进（权限 700）", is_folder,
         [](Request& to, Value value) { to.jobs_folder = value; }, Kind::Path},
        {"queue", std::to_string(limits::kApiQueueMax), "N",
         "等线程的请求最多多少个，再多就回答 503", "1 到 1000000 的整数", is_whole<1, 1'000'000>,
         [](Request& to, Value value) { to.limits.queue_max = whole(value); }},
        {"stop-seconds", std::to_string(limits::kHttpStopMsMax / 1'000), "N",
         "停下时最多等多少秒，让已有的请求办完", "1 到 3600 的整数", is_whole<1, 3'600>,
         [](Request& to, Value value) {
             to.limits.stop_seconds_max = static_cast<std::int64_t>(whole(value));
         }},
    };
}

std::vector<Setting> provider_settings() {
    return {
        {"oidc-issuer", "", "URL", "统一登录（OpenID Connect）的服务器", "https://登录服务器",
         is_provider_url, [](Request& to, Value value) { to.oidc.issuer = value; }},
        {"oidc-client-id", "", "ID", "在那里登记的客户端", "一串没有空格的字", is_word,
         [](Request& to, Value value) { to.oidc.client_id = value; }},
        {"oidc-client-secret", "", "", "那里给的密钥，只写在文件或环境变量里", "一行文字", is_text,
         [](Request& to, Value value) { to.oidc.client_secret = value; }, Kind::Secret},
        {"oidc-redirect", "", "URL", "登录后回来的网址",
         "https://本系统/api/v1/session/oidc/callback", is_provider_url,
         [](Request& to, Value value) { to.oidc.redirect = value; }},
        {"oidc-ca", "", "FILE", "那里的证书由谁签发，PEM", "读得了的 PEM 文件", is_readable_file,
         [](Request& to, Value value) { to.oidc.authority_file = value; }, Kind::Path},
    };
}

std::vector<Setting> make_settings() {
    std::vector<Setting> all = place_settings();
    for (auto* more : {limit_settings, provider_settings}) {
        std::ranges::move(more(), std::back_inserter(all));
    }
    return all;
}

}  // namespace

const std::vector<Setting>& all_settings() {
    static const std::vector<Setting> kSettings = make_settings();
    return kSettings;
}

std::string variable_of(const Setting& setting) {
    std::string name = "TAIZHANG_";
    for (const char c : setting.key) {
        name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return name;
}

}  // namespace taizhang::cli
