// SPDX-License-Identifier: Apache-2.0
// Live changes, as Server-Sent Events.
#include <boost/json/serialize.hpp>
#include <charconv>

#include "api/route.hpp"
#include "base/iso_instant.hpp"
#include "base/limits.hpp"
#include "http/event_stream.hpp"
#include "service/changes/change_feed.hpp"
#include "service/changes/limits.hpp"

namespace taizhang::api {

namespace json = boost::json;

namespace {

std::string_view kind_name(service::ChangeKind kind) {
    switch (kind) {
        case service::ChangeKind::Created:
            return "created";
        case service::ChangeKind::Changed:
            return "changed";
        case service::ChangeKind::Deleted:
            return "deleted";
        case service::ChangeKind::Restored:
            return "restored";
        case service::ChangeKind::Purged:
            return "purged";
        case service::ChangeKind::Gone:
            return "gone";
    }
    return "";
}

json::object change_json(const service::LiveChange& change) {
    json::object object{{"ledger", change.ledger->name},
                        {"record", std::to_string(change.record.value)},
                        {"kind", kind_name(change.kind)}};
    // Of what has left his reach he is told no more than that.
    if (change.kind != service::ChangeKind::Gone) {
        object["revision"] = change.revision;
        object["area"] = std::to_string(change.place.area.value);
        object["at"] = format_iso_instant(change.at);
    }
    return object;
}

class StreamSink : public service::ChangeSink {
  public:
    explicit StreamSink(std::shared_ptr<http::EventStream> stream) : stream_(std::move(stream)) {}

    bool is_open() const override { return stream_->is_open(); }
    bool has_room() const override {
        return stream_->waiting_events() + limits::kChangesReadMax < limits::kHttpEventsMax &&
               stream_->waiting_bytes() < limits::kHttpEventBytesMax / 2;
    }
    void change(const service::LiveChange& change) override {
        send(change.seq, "change", json::serialize(change_json(change)));
    }
    void position(std::int64_t seq) override { send(seq, "position", "{}"); }
    void reset(std::int64_t seq) override { send(seq, "reset", "{}"); }
    void end() override { stream_->end(); }

  private:
    // Who is not there any more is asked for by is_open().
    void send(std::int64_t seq, const char* name, std::string data) {
        stream_->send({std::to_string(seq), name, std::move(data)});
    }

    std::shared_ptr<http::EventStream> stream_;
};

// -1 where it is none of ours: he is told to read anew.
std::optional<std::int64_t> last_told(const Call& call) {
    const auto text = http::last_event_id(call.request);
    if (text.empty()) {
        return std::nullopt;
    }
    std::int64_t seq = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seq);
    return error == std::errc{} && end == text.data() + text.size() ? seq : -1;
}

Result<Answer> listen(const Call& call) {
    if (call.changes == nullptr) {
        return fail(ErrorCode::Unsupported, "这个服务没有实时变化", "no change feed");
    }
    const auto stream = std::make_shared<http::EventStream>();
    TZ_TRY(call.changes->subscribe({call.caller, call.all("ledger"), last_told(call)},
                                   std::make_shared<StreamSink>(stream)));
    Answer answer;
    answer.raw = http::event_response(stream);
    return answer;
}

}  // namespace

void add_change_routes(Api& api) {
    Route route;
    route.path = "/api/v1/changes";
    route.name = "listen_to_changes";
    route.tag = "台账";
    route.summary = {
        "条目的实时变化（SSE）：change 是一条变化，gone 是离开了你的范围，reset 要重新读取，"
        "position 只报位置；断开后用 Last-Event-ID 接着听",
        "Live changes of records within reach, as Server-Sent Events"};
    route.permission = access::Permission::ReadRecords;
    route.parameters = {{"ledger", text_schema("只听这些台账"), true}};
    route.media_type = "text/event-stream";
    route.errors = {ErrorCode::NotFound};
    route.example =
        "id: 1207\nevent: change\n"
        "data: {\"ledger\":\"temporary_relief\",\"record\":\"228212068121051136\","
        "\"kind\":\"changed\",\"revision\":2,\"area\":\"5\",\"at\":\"2020-05-31T00:30:05.123Z\"}"
        "\n\n";
    route.handle = listen;
    api.routes.push_back(std::move(route));
}

}  // namespace taizhang::api
