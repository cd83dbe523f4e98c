// SPDX-License-Identifier: Apache-2.0
// The port to the database. Small and honest: values in, values out; what an adapter cannot do is a
// Result, never a silent false. A change of a record carries everything that must commit with it.
#pragma once

#include <functional>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "model/areas/area.hpp"
#include "model/areas/unit.hpp"
#include "model/records/ledger_record.hpp"
#include "model/reporting/rollup_sums.hpp"
#include "store/attachment.hpp"
#include "store/backup.hpp"
#include "store/desk.hpp"
#include "store/engine.hpp"
#include "store/identity.hpp"
#include "store/job.hpp"
#include "store/kept_request.hpp"
#include "store/record_page.hpp"
#include "store/sealing.hpp"
#include "store/search.hpp"

namespace taizhang::store {

struct Office {
    OfficeId id;
    std::string code;
    std::string name;
};

struct StoredDefinition {
    std::string kind;  // pack, ledger, indicator, report, map, columns
    std::string name;
    std::int64_t id = 0;
    std::int64_t version = 1;
    std::string file;
    std::string json;
    bool retired = false;
    Instant installed_at = {};  // set by the store
};

enum class BatchStatus { Open = 0, Complete = 1, Undone = 2 };

// One import of one file. Rows are committed in chunks; an open batch goes on at `rows_done`. Or
// one bulk edit, which has no file and is complete from the beginning.
struct Batch {
    BatchId id;
    LedgerId ledger;
    std::string file;
    std::string file_digest;  // hex
    BatchStatus status = BatchStatus::Open;
    std::int64_t rows_done = 0;  // rows of the file behind the header
    std::int64_t added = 0;
    std::int64_t changed = 0;
    std::int64_t same = 0;
    std::int64_t rejected = 0;
    std::string actor;
    Instant started_at;

    bool is_bulk_edit() const { return file.empty(); }
};

struct ZeroReport {
    LedgerId ledger;
    AreaId area;
    Period period;
};

enum class AuditAction : std::int64_t {
    RecordCreated = 1,
    RecordChanged = 2,
    RecordDeleted = 3,
    RecordRestored = 4,
    RecordPurged = 5,
    // A file of the record's: a revision of it like any other, with a note in its diff.
    AttachmentAdded = 6,
    AttachmentRemoved = 7,
    AttachmentRestored = 8,
    BatchStarted = 20,
    BatchFinished = 21,
    BatchUndone = 22,
    RecordsEdited = 23,  // many at once: a bulk edit begins
    ZeroReported = 30,
    DefinitionsInstalled = 40,
    AreasChanged = 41,
    OfficeCreated = 42,
    ColumnsChosen = 43,
    PersonalRevealed = 50,
    RecordsExported = 51,
    AttachmentsErased = 52,
    SignedIn = 60,
    SignInFailed = 61,
    SignedOut = 62,
    Denied = 63,
    AccountCreated = 64,
    AccountChanged = 65,
    PasswordChanged = 66,
    SessionRevoked = 67,
    TokenCreated = 68,
    TokenRevoked = 69,
    SecondStepChanged = 70,
    BackupTaken = 80,
    StoreRestored = 81,
    KeyChanged = 82,
    FieldsSealed = 83,
    JobAsked = 85,  // its revision is the job's id
    JobCancelled = 86,
    JobDropped = 87,
    ViewSaved = 110,
    ViewDropped = 111,
    PlaceUnused = 90,  // of the log itself: the writer that had this seq wrote nothing
};

inline constexpr std::size_t kSaltBytes = 16;  // before personal_diff, and of records

// seq, at and digest are set by the store when it appends the event.
struct AuditEvent {
    std::int64_t seq = 0;
    Instant at;
    std::string actor;
    AuditAction action = AuditAction::RecordCreated;
    LedgerId ledger;
    RecordId record;
    std::int64_t revision = 0;
    BatchId batch;
    std::string diff;           // JSON: what changed fields were before; or a note
    std::string personal_diff;  // the same of personal fields, behind a salt; erased by a purge
    bool damaged = false;       // there is a personal_diff, but it cannot be opened
    Digest personal_digest{};   // of the salted personal_diff; zeros where there never was one
    Digest row_digest{};        // record_digest() of the new revision; zeros for other events
    Digest digest{};
};

// What an event is about.
struct EventMark {
    AuditAction action = AuditAction::RecordCreated;
    LedgerId ledger;
    RecordId record;
    std::int64_t revision = 0;
};

// Filters are joined by "and".
struct AuditLogQuery {
    std::int64_t before_seq = 0;  // only below it; 0: from the newest
    std::int64_t from_seq = 0;
    std::string actor;                 // empty: anybody
    std::vector<AuditAction> actions;  // empty: any
    LedgerId ledger;                   // 0: any
    RecordId record;                   // 0: any
    std::optional<Instant> from;
    std::optional<Instant> until;  // not included
};

// What the log says of one revision of a record, without texts.
struct RecordEvent {
    RecordId record;
    std::int64_t revision = 0;
    std::int64_t seq = 0;
    LedgerId ledger;
    AuditAction action = AuditAction::RecordCreated;
    bool erased = false;  // personal_diff is gone; its digest says there was one
    Digest row_digest{};
};

// Over every column but personal_diff, so that erasing it keeps the chain whole.
Digest audit_digest(const AuditEvent& event);

struct AuditSeal {
    std::int64_t id = 0;
    std::int64_t first_seq = 0;
    std::int64_t last_seq = 0;
    Digest root{};
    Digest prior{};
    Digest digest{};
    Instant sealed_at;
};

Digest seal_digest(const AuditSeal& seal);

class ReadTx {
  public:
    virtual ~ReadTx() = default;

    virtual std::optional<Office> office() = 0;
    virtual std::vector<model::AreaVersion> areas() = 0;
    virtual std::vector<model::Unit> units() = 0;
    virtual std::vector<StoredDefinition> definitions() = 0;  // the latest version of each

    // Of one definition, the latest first, at most so many.
    virtual std::vector<StoredDefinition> past_definitions(const std::string& kind,
                                                           const std::string& name,
                                                           std::size_t versions_max) = 0;

    // A number that grows by one with each closure in which the office, a definition, an area or a
    // unit changed. Nothing: the adapter cannot tell. Of a WriteTx: as it was before its own
    // changes.
    virtual std::optional<std::int64_t> definitions_version() { return std::nullopt; }

    // Up to this seq every event is there and under a seal. Above it others may still appear, also
    // below one that is there: where writers do not wait for one another, seals follow behind.
    virtual std::int64_t settled_to() { return INT64_MAX; }

    virtual void scan_records(const RecordQuery& query, const RecordVisitor& visit) = 0;
    std::optional<model::LedgerRecord> find_record(const RecordQuery& query);
    // In the query's order, at most records_max of them.
    virtual void page_records(const PageQuery& query, const RecordVisitor& visit) = 0;

    // Sum over the days of a period.
    virtual model::RollupTotals rollup(IndicatorId indicator, AreaId area,
                                       const Period& period) = 0;
    // The whole months of these indicators in one area, in any order and without their days: one
    // question for all figures of a report. Unsupported: ask rollup() for each.
    virtual Result<std::vector<model::RollupMonth>> rollup_months(
        const std::vector<IndicatorId>& indicators, AreaId area, const BucketRange& months);
    // By indicator, area and month.
    virtual void scan_rollups(const std::function<void(const model::RollupMonth&)>& visit) = 0;

    virtual std::vector<ZeroReport> zero_reports() = 0;
    virtual std::vector<Batch> batches() = 0;  // newest first
    virtual std::optional<Batch> batch(BatchId id) = 0;
    virtual std::optional<Batch> batch_of_file(LedgerId ledger, const std::string& digest) = 0;

    // Events in order of seq; of one batch or record only, where given.
    struct AuditQuery {
        std::int64_t after_seq = 0;
        BatchId batch;
        RecordId record;
    };
    virtual void scan_audit(const AuditQuery& query,
                            const std::function<bool(const AuditEvent&)>& visit) = 0;
    // Events of records above `after`, by record and revision.
    virtual void scan_record_events(RecordId after,
                                    const std::function<bool(const RecordEvent&)>& visit) = 0;
    // By id, only ids above `after`.
    virtual void scan_seals(std::int64_t after,
                            const std::function<bool(const AuditSeal&)>& visit) = 0;

    // The newest first.
    virtual void scan_audit_log(const AuditLogQuery& query,
                                const std::function<bool(const AuditEvent&)>& visit) = 0;

    // Valid as long as the transaction.
    virtual SearchReader& search() = 0;
    virtual IdentityReader& identity() = 0;
    virtual AttachmentReader& attachments() = 0;
    virtual JobReader& jobs() = 0;
    virtual DeskReader& desk() = 0;

    virtual std::optional<KeptRequest> kept_request(const Digest& id) = 0;
    virtual std::optional<BackupTaken> last_backup() = 0;  // of this store, as far as it was told

    // What a match_key() of a ledger's contents is in its records and queries: another where they
    // are personal.
    virtual std::int64_t stored_match_key(const model::LedgerDefinition& ledger,
                                          std::int64_t match_key) = 0;
    virtual SealingState sealing() = 0;

    // What the database itself finds wrong with its pages, keys and constraints; empty when sound.
    // In bounded memory. Of a check that was stopped: what it had found.
    virtual std::vector<std::string> check_storage(const GoOn& go_on) = 0;
    virtual EngineState engine(const GoOn& go_on) = 0;
};

// Everything that must commit with a record's new revision.
struct RecordChange {
    LedgerTable table;
    const model::LedgerRecord* before = nullptr;  // nullptr: a new record
    const model::LedgerRecord* after = nullptr;
    AuditEvent event;              // without its row_digest
    std::string_view field_bytes;  // model::field_bytes() of `after`
    const model::RollupDeltas* deltas = nullptr;
};

class WriteTx : public ReadTx {
  public:
    virtual Instant now() = 0;
    virtual std::int64_t new_id() = 0;
    virtual std::string new_salt() = 0;
    // 1, 2, 3 … for each name.
    virtual std::int64_t next_number(const std::string& name) = 0;

    // Conflict when the revision is not the one after the stored, or a unique value is taken.
    virtual Result<void> apply(RecordChange change) = 0;
    // From here on, what the deltas of this closure point to stays until the commit, which may then
    // add them up while other work goes on; and the audit events of the closure are in the log at
    // its end. Without this each change is added up, and each event is in the log, at once.
    virtual void keep(std::shared_ptr<const void> /*owner*/) {}
    // For what is no record.
    virtual void append_event(AuditEvent event) = 0;
    // Of the last event that this closure has appended; nothing: it has done nothing so far.
    virtual std::optional<EventMark> last_event() = 0;

    virtual void put_office(const Office& office) = 0;
    virtual void put_area(const model::AreaVersion& version) = 0;
    virtual void put_unit(const model::Unit& unit) = 0;
    virtual void put_definition(const StoredDefinition& definition) = 0;
    // Makes the ledger's table, or adds the columns it does not have yet.
    virtual Result<void> shape_table(const LedgerTable& table) = 0;
    virtual void put_batch(const Batch& batch) = 0;
    virtual void put_zero_report(const ZeroReport& report, const std::string& actor) = 0;

    // Drops what an indicator has in the roll-ups; `add_rollups` builds it anew.
    virtual void clear_rollup(IndicatorId indicator) = 0;
    virtual void add_rollups(const model::RollupSums& sums) = 0;
    // Erases personal_diff of all events of the record. The events themselves stay.
    virtual void erase_personal_history(RecordId record) = 0;

    virtual SearchWriter& search_writer() = 0;
    virtual IdentityWriter& identity_writer() = 0;
    virtual AttachmentWriter& attachment_writer() = 0;
    virtual JobWriter& job_writer() = 0;
    virtual DeskWriter& desk_writer() = 0;

    // False: there is one of that id, kept after `expired`, and stays as it is.
    virtual bool keep_request(const KeptRequest& request, Instant expired) = 0;
    // The oldest of those kept until then, at most so many; how many went.
    virtual std::int64_t drop_requests(Instant kept_until, std::size_t requests_max) = 0;
    virtual void put_backup(const BackupTaken& backup) = 0;

    // A pass over all that is sealed begins, and the keys of today are noted.
    virtual void begin_sealing_pass(SealingPass::Kind kind) = 0;
    // Goes on with the pass, which there is, a bounded piece; `ledgers` are all there ever were.
    virtual SealingStep seal_some(const std::vector<LedgerTable>& ledgers,
                                  std::size_t rows_max) = 0;
};

class Store {
  public:
    virtual ~Store() = default;

    // One consistent view. Many at once, each on its own thread.
    virtual Result<void> read(const std::function<Result<void>(ReadTx&)>& work) = 0;

    // Runs `work` in a transaction, possibly together with others' in one commit, and returns when
    // it is durable. An error or an exception undoes this work alone. `work` may run again, so it
    // must have no effect outside the transaction.
    virtual Result<void> write(const std::function<Result<void>(WriteTx&)>& work) = 0;

    // Like write, but answered as soon as `work` has run; durable once a later write() or sync() is
    // answered, or within some seconds. Ask for the answer before you give up what `work` refers
    // to. For bulk work, which knows from the store where to go on.
    virtual std::future<Result<void>> write_behind(std::function<Result<void>(WriteTx&)> work) = 0;
    // Everything written before is durable and, as far as no writer elsewhere holds it up, settled.
    virtual Result<void> sync() = 0;

    // After a purge: nothing of what was erased stays in the store's own logs.
    virtual Result<void> forget_erased() = 0;

    // A new key of that suite for what is written from now on; its name.
    virtual Result<std::string> add_key(sealing::Suite suite, Instant now);

    // All of the store as it is at one moment, while others go on writing. Interrupted when
    // `progress` says stop.
    virtual Result<StoreSummary> back_up(BackupSink& sink, const BackupProgress& progress) = 0;

    // `wake` is called whenever events may have settled that had not before, also by another
    // process where the database tells; on whatever thread, and nobody's commit waits for it. One
    // at a time; nullptr: no more, and it is not being called either when this returns.
    virtual void watch(std::function<void()> wake) = 0;
};

}  // namespace taizhang::store
