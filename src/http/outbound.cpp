// SPDX-License-Identifier: Apache-2.0
#include "http/outbound.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <memory>
#include <mutex>
#include <stdexcept>

namespace taizhang::http {
namespace {

struct EndHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct EndList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, EndHandle>;
using List = std::unique_ptr<curl_slist, EndList>;

Handle new_handle() {
    static std::once_flag started;
    std::call_once(started, [] {
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
            throw std::runtime_error("libcurl does not start");
        }
    });
    Handle handle(curl_easy_init());
    if (!handle) {
        throw std::bad_alloc();
    }
    return handle;
}

template <typename Value>
void set(const Handle& handle, CURLoption option, Value value) {
    if (curl_easy_setopt(handle.get(), option, value) != CURLE_OK) {
        throw std::runtime_error("libcurl does not take an option");
    }
}

struct Received {
    std::string body;
    std::size_t bytes_max = 0;
    bool too_large = false;
};

std::size_t receive(char* data, std::size_t size, std::size_t count, void* target) {
    auto& received = *static_cast<Received*>(target);
    const std::size_t bytes = size * count;
    if (bytes > received.bytes_max - received.body.size()) {
        received.too_large = true;
        return 0;
    }
    received.body.append(data, bytes);
    return bytes;
}

List headers_of(const OutboundRequest& request) {
    List list(curl_slist_append(nullptr, "Accept: application/json"));
    if (!request.authorization.empty() && list) {
        const std::string line = "Authorization: " + request.authorization;
        if (curl_slist_append(list.get(), line.c_str()) == nullptr) {
            list.reset();
        }
    }
    if (!list) {
        throw std::bad_alloc();
    }
    return list;
}

// What the library does by itself elsewhere is switched off: redirects, proxies of the environment,
// signals, other protocols.
void confine(const Handle& handle, const OutboundOptions& options, const std::string& url) {
    set(handle, CURLOPT_PROTOCOLS_STR, url.starts_with("https:") ? "https" : "http");
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
    set(handle, CURLOPT_PROXY, "");
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_ms_max));
    set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(options.whole_ms_max));
    if (!options.authority_file.empty()) {
        set(handle, CURLOPT_CAINFO, options.authority_file.c_str());
    }
}

}  // namespace

Outbound::Outbound(OutboundOptions options) : options_(std::move(options)) {
    new_handle();
}

Result<OutboundAnswer> Outbound::ask(const OutboundRequest& request) const {
    const Handle handle = new_handle();
    const List headers = headers_of(request);
    Received received;
    received.bytes_max = options_.bytes_max;
    confine(handle, options_, request.url);
    set(handle, CURLOPT_URL, request.url.c_str());
    set(handle, CURLOPT_HTTPHEADER, headers.get());
    set(handle, CURLOPT_WRITEFUNCTION, receive);
    set(handle, CURLOPT_WRITEDATA, static_cast<void*>(&received));
    if (!request.form.empty()) {
        set(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.form.size()));
        set(handle, CURLOPT_POSTFIELDS, request.form.c_str());
    }
    const CURLcode code = curl_easy_perform(handle.get());
    if (received.too_large) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("对方的回答超过 {} 字节", options_.bytes_max), "answer too large");
    }
    if (code != CURLE_OK) {
        return fail(ErrorCode::Busy, "连不上对方的服务器", curl_easy_strerror(code));
    }
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    return OutboundAnswer{static_cast<int>(status), std::move(received.body)};
}

}  // namespace taizhang::http
