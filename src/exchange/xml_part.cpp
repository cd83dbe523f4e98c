// SPDX-License-Identifier: Apache-2.0
#include "exchange/xml_part.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <new>
#include <span>
#include <utility>

#include "exchange/limits.hpp"
#include "exchange/source_error.hpp"

namespace taizhang::exchange {
namespace {

std::string_view local_part(std::string_view name) {
    const auto colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

std::optional<std::string_view> XmlAttributes::find(std::string_view local_name) const {
    for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
        if (local_part(pair[0]) == local_name) {
            return std::string_view(pair[1]);
        }
    }
    return std::nullopt;
}

void XmlHandler::stop(Error error) {
    if (!error_) {
        error_ = std::move(error);
    }
}

void XmlPart::Freer::operator()(XML_ParserStruct* parser) const {
    XML_ParserFree(parser);
}

// An exception must not unwind through expat's C frames: it is kept here and thrown by advance().
template <typename Event>
void XmlPart::deliver(void* data, const Event& event) {
    auto& context = *static_cast<Context*>(data);
    if (context.thrown || context.handler->error_) {
        return;
    }
    try {
        event(*context.handler);
    } catch (...) {
        context.thrown = std::current_exception();
    }
    if (context.thrown || context.handler->error_) {
        XML_StopParser(context.parser, XML_FALSE);
    } else if (std::exchange(context.handler->pause_wanted_, false)) {
        XML_StopParser(context.parser, XML_TRUE);
    }
}

// expat keeps every tag that is open.
void XmlPart::handle_start(void* data, const char* name, const char** attributes) {
    auto& context = *static_cast<Context*>(data);
    if (++context.depth > kXmlDepthMax) {
        XML_StopParser(context.parser, XML_FALSE);
        return;
    }
    deliver(data, [&](XmlHandler& handler) {
        handler.on_start(local_part(name), XmlAttributes(attributes));
    });
}

void XmlPart::handle_end(void* data, const char* name) {
    --static_cast<Context*>(data)->depth;
    deliver(data, [&](XmlHandler& handler) { handler.on_end(local_part(name)); });
}

void XmlPart::handle_text(void* data, const char* text, int length) {
    deliver(data, [&](XmlHandler& handler) {
        handler.on_text(std::string_view(text, static_cast<std::size_t>(length)));
    });
}

void XmlPart::handle_document_type(void* data, const char*, const char*, const char*, int) {
    XML_StopParser(static_cast<Context*>(data)->parser, XML_FALSE);
}

XmlPart::XmlPart(ZipEntry entry, std::string file, std::string name, XmlHandler& handler)
    : entry_(std::move(entry)),
      file_(std::move(file)),
      name_(std::move(name)),
      context_(std::make_unique<Context>()),
      parser_(XML_ParserCreate(nullptr)) {
    if (parser_ == nullptr) {
        throw std::bad_alloc();
    }
    context_->handler = &handler;
    context_->parser = parser_.get();
    XML_SetUserData(parser_.get(), context_.get());
    XML_SetElementHandler(parser_.get(), handle_start, handle_end);
    XML_SetCharacterDataHandler(parser_.get(), handle_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), handle_document_type);
}

Result<XmlPart> XmlPart::open(const ZipArchive& archive, const std::string& name,
                              std::uint64_t bytes_max, XmlHandler& handler) {
    return XmlPart(TZ_TRY(archive.open_entry(name, bytes_max)), archive.file_name(), name, handler);
}

tl::unexpected<Error> XmlPart::fail_xml(std::string log) const {
    return fail_file(ErrorCode::InvalidInput, file_,
                     "文件内部结构损坏，请用 WPS 或 Excel 打开后另存为 .xlsx 再试",
                     fmt::format("xml: part {}: {}", name_, log));
}

Result<int> XmlPart::feed() {
    auto* buffer = XML_GetBuffer(parser_.get(), static_cast<int>(kReadBufferBytes));
    if (buffer == nullptr) {
        throw std::bad_alloc();
    }
    const auto count = TZ_TRY(entry_.read(std::span(static_cast<char*>(buffer), kReadBufferBytes)));
    all_fed_ = count == 0;
    const int status = XML_ParseBuffer(parser_.get(), static_cast<int>(count), all_fed_ ? 1 : 0);
    const auto pending =
        static_cast<std::int64_t>(entry_.bytes_read()) - XML_GetCurrentByteIndex(parser_.get());
    // expat keeps an unfinished tag or comment in memory, however long it grows.
    if (status == XML_STATUS_OK && !all_fed_ &&
        pending > static_cast<std::int64_t>(kXmlTokenBytesMax)) {
        return fail_xml(fmt::format("token longer than {} bytes", kXmlTokenBytesMax));
    }
    return status;
}

Result<bool> XmlPart::advance() {
    while (paused_ || !all_fed_) {
        const int status =
            std::exchange(paused_, false) ? int{XML_ResumeParser(parser_.get())} : TZ_TRY(feed());
        if (context_->thrown) {
            std::rethrow_exception(std::exchange(context_->thrown, nullptr));
        }
        if (status == XML_STATUS_SUSPENDED) {
            paused_ = true;
            return true;
        }
        if (status == XML_STATUS_ERROR) {
            if (context_->handler->error_) {
                return tl::unexpected<Error>(*context_->handler->error_);
            }
            return fail_xml(fmt::format("line {}: {}", XML_GetCurrentLineNumber(parser_.get()),
                                        XML_ErrorString(XML_GetErrorCode(parser_.get()))));
        }
    }
    return false;
}

double XmlPart::progress() const {
    if (entry_.bytes_total() == 0) {
        return all_fed_ ? 1.0 : 0.0;
    }
    return std::min(
        1.0, static_cast<double>(entry_.bytes_read()) / static_cast<double>(entry_.bytes_total()));
}

Result<void> parse_part(const ZipArchive& archive, const std::string& name, std::uint64_t bytes_max,
                        XmlHandler& handler) {
    auto part = TZ_TRY(XmlPart::open(archive, name, bytes_max, handler));
    while (TZ_TRY(part.advance())) {
    }
    return {};
}

}  // namespace taizhang::exchange
