// SPDX-License-Identifier: Apache-2.0
#include <boost/json/serialize.hpp>

#include "base/clock.hpp"
#include "base/iso_instant.hpp"
#include "exchange/backup_file.hpp"
#include "service/backup/backup.hpp"
#include "service/backup/backup_files.hpp"

namespace taizhang::service {

namespace json = boost::json;

namespace {

class FileSink : public store::BackupSink {
  public:
    explicit FileSink(exchange::BackupWriter& writer) : writer_(writer) {}

    Result<void> begin(const std::string& name, std::uint64_t bytes) override {
        return writer_.begin(name, bytes);
    }
    Result<void> write(std::string_view bytes) override { return writer_.write(bytes); }
    std::filesystem::path scratch_file() override { return writer_.scratch_file(); }

  private:
    exchange::BackupWriter& writer_;
};

store::AuditEvent event_of(const Session& session, store::AuditAction action,
                           const std::string& file, const BackupManifest& manifest) {
    store::AuditEvent event;
    event.actor = session.principal.name;
    event.action = action;
    event.diff = json::serialize(
        json::object{{"file", file},
                     {"taken_at", format_iso_instant(manifest.taken_at)},
                     {"records", manifest.summary.records},
                     {"store_digest", to_hex(store::summary_digest(manifest.summary))}});
    return event;
}

Result<void> note_taken(const Session& session, const std::string& file,
                        const BackupManifest& manifest) {
    return session.store.write([&](store::WriteTx& tx) -> Result<void> {
        tx.append_event(event_of(session, store::AuditAction::BackupTaken, file, manifest));
        tx.put_backup({manifest.taken_at, file});
        return {};
    });
}

// That a store can no longer be written is when its backup is wanted most.
bool is_noted(const Session& session, const std::string& file, const BackupManifest& manifest) try {
    return note_taken(session, file, manifest).has_value();
} catch (const std::exception&) {
    return false;
}

}  // namespace

Result<BackupOutcome> take_backup(const Session& session, const std::filesystem::path& file,
                                  const std::string& program, const WorkReport& report) {
    TZ_TRY(access::authorize(session.principal, access::Permission::Administer));
    BackupOutcome outcome;
    auto& manifest = outcome.manifest;
    manifest.program = program;
    manifest.taken_at = system_now();
    auto writer =
        TZ_TRY(exchange::BackupWriter::create(file, manifest.taken_at.milliseconds / 1'000));
    FileSink sink(writer);
    const auto hold = TZ_TRY(hold_files(session));
    manifest.summary = TZ_TRY(session.store.back_up(sink, [&](std::int64_t done, std::int64_t all) {
        const double share = all > 0 ? static_cast<double>(done) / static_cast<double>(all) : 0;
        return !report || report({done, share});
    }));
    const auto files = TZ_TRY(back_up_files(session, writer, report));
    manifest.attachments = files.files;
    manifest.attachment_bytes = files.bytes;
    outcome.missing = files.missing;
    const auto contents = TZ_TRY(writer.end_contents());
    manifest.contents_bytes = contents.bytes;
    manifest.contents_digest = contents.digest;
    TZ_TRY(writer.write_manifest(manifest_json(manifest)));
    TZ_TRY(writer.commit());
    outcome.noted = is_noted(session, file.filename().string(), manifest);
    return outcome;
}

Result<void> note_restored(const Session& session, const std::string& file,
                           const BackupManifest& manifest) {
    return session.store.write([&](store::WriteTx& tx) -> Result<void> {
        tx.append_event(event_of(session, store::AuditAction::StoreRestored, file, manifest));
        return {};
    });
}

}  // namespace taizhang::service
