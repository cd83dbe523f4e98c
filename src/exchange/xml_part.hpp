// SPDX-License-Identifier: Apache-2.0
// One XML part of a zip package as a stream of events. Names come without their namespace prefix,
// because writers choose prefixes freely and the strict and transitional namespaces of OOXML name
// the same things. A document type is refused: office files have none, and entity bombs need one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "exchange/zip_entry.hpp"

struct XML_ParserStruct;

namespace taizhang::exchange {

class XmlAttributes {
  public:
    explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
    // By local name: find("id") also gives r:id.
    std::optional<std::string_view> find(std::string_view local_name) const;

  private:
    const char** pairs_;
};

class XmlHandler {
  public:
    virtual ~XmlHandler() = default;
    virtual void on_start(std::string_view name, const XmlAttributes& attributes) = 0;
    virtual void on_end(std::string_view name) = 0;
    virtual void on_text(std::string_view text) = 0;  // may come in pieces

  protected:
    void stop(Error error);                 // ends the reading; the first error counts
    void pause() { pause_wanted_ = true; }  // XmlPart::advance() returns after this event

  private:
    friend class XmlPart;
    bool pause_wanted_ = false;
    std::optional<Error> error_;
};

class XmlPart {
  public:
    // The handler must outlive the part.
    static Result<XmlPart> open(const ZipArchive& archive, const std::string& name,
                                std::uint64_t bytes_max, XmlHandler& handler);

    // True when the handler paused, false at the end of the part. What a handler throws passes
    // through; the part is unusable then, as it is after an error.
    Result<bool> advance();

    double progress() const;

  private:
    struct Context {
        XmlHandler* handler = nullptr;
        XML_ParserStruct* parser = nullptr;
        std::exception_ptr thrown;
        std::size_t depth = 0;  // open tags
    };
    struct Freer {
        void operator()(XML_ParserStruct* parser) const;
    };

    XmlPart(ZipEntry entry, std::string file, std::string name, XmlHandler& handler);

    static void handle_start(void* data, const char* name, const char** attributes);
    static void handle_end(void* data, const char* name);
    static void handle_text(void* data, const char* text, int length);
    static void handle_document_type(void* data, const char* name, const char* system,
                                     const char* public_id, int has_internal_subset);
    template <typename Event>
    static void deliver(void* data, const Event& event);

    Result<int> feed();
    tl::unexpected<Error> fail_xml(std::string log) const;

    ZipEntry entry_;
    std::string file_;
    std::string name_;
    std::unique_ptr<Context> context_;  // expat keeps its address
    std::unique_ptr<XML_ParserStruct, Freer> parser_;
    bool paused_ = false;
    bool all_fed_ = false;
};

// The whole part at once, for parts whose content the handler keeps.
Result<void> parse_part(const ZipArchive& archive, const std::string& name, std::uint64_t bytes_max,
                        XmlHandler& handler);

}  // namespace taizhang::exchange
