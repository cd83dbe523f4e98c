// SPDX-License-Identifier: Apache-2.0
// A request and an answer as plain values. No type of the library that speaks HTTP leaves this
// folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taizhang::http {

enum class Method { Get, Head, Post, Put, Patch, Delete, Options, Other };

std::string_view method_name(Method method);

struct Header {
    std::string name;
    std::string value;
};

// Without regard to case (RFC 9110, 5.1).
bool same_header_name(std::string_view left, std::string_view right);

// In the order in which they came.
class Headers {
  public:
    Headers() = default;
    Headers(std::initializer_list<Header> headers) : headers_(headers) {}

    // The first of that name; nullptr for none.
    const std::string* find(std::string_view name) const;
    std::string_view get(std::string_view name) const;  // empty for none
    void add(std::string name, std::string value);
    void set(std::string name, std::string value);

    auto begin() const { return headers_.begin(); }
    auto end() const { return headers_.end(); }
    std::size_t size() const { return headers_.size(); }

  private:
    std::vector<Header> headers_;
};

struct Parameter {
    std::string name;
    std::string value;
};

// /records/a%2Fb?limit=5 as decoded parts.
struct Target {
    std::vector<std::string> segments;  // {"records", "a/b"}
    std::vector<Parameter> parameters;  // in order; a name may come twice

    const std::string* parameter(std::string_view name) const;  // the first; nullptr for none
};

// nullopt: no origin-form target (RFC 9112, 3.2.1), broken percent encoding, a NUL or no UTF-8.
std::optional<Target> parse_target(std::string_view text);

// What an application keeps with a request, from its head to its end, whichever way it ends.
class RequestNotes {
  public:
    virtual ~RequestNotes() = default;
};

struct RequestHead {
    Method method = Method::Get;
    std::string method_text;  // as it came
    std::string raw_target;
    Target target;
    Headers headers;
    std::string peer;  // address without port
    bool encrypted = false;
    std::shared_ptr<RequestNotes> notes;  // of the application; nullptr: none
};

struct Request : RequestHead {
    std::string body;
    // Of an upload: removed once the answer is given. Who wants to keep it moves it away before.
    std::filesystem::path body_file;
};

// A part of a file; of the open file, so that it may be removed meanwhile.
struct FileBody {
    std::filesystem::path path;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

// Bytes that come while they come: Server-Sent Events. `take` and `on_bytes` are called on the
// server's thread; whoever makes bytes calls what `on_bytes` was given, from any thread.
class ByteStream {
  public:
    virtual ~ByteStream() = default;
    // What there is; empty for nothing now; nullopt at the end.
    virtual std::optional<std::string> take() = 0;
    virtual void on_bytes(std::function<void()> wake) = 0;
};

struct Response {
    int status = 200;
    Headers headers;
    std::string body;
    std::string_view borrowed;           // instead of `body`: bytes that outlive the server
    std::optional<FileBody> file;        // instead of `body`
    std::shared_ptr<ByteStream> stream;  // instead of `body`
};

}  // namespace taizhang::http
