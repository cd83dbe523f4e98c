// SPDX-License-Identifier: Apache-2.0
// The port to the files of records. The bytes lie in a folder beside the database, under their
// digest; what they belong to is here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "base/ids.hpp"

namespace taizhang::store {

struct Attachment {
    AttachmentId id;
    LedgerId ledger;
    RecordId record;
    std::string field;       // of the record; empty: of the record as a whole
    Digest digest{};         // SHA-256 of the bytes; zeros once they were erased
    std::string salt;        // before the digest in the audit event; empty once erased
    std::int64_t bytes = 0;  // how many
    std::string media_type;  // as its content says
    std::string name;        // as the sender called it; empty once erased
    std::string added_by;
    Instant added_at;
    std::int64_t added_revision = 0;  // of the record
    std::string removed_by;
    Instant removed_at;  // 0: it is there
    Instant erased_at;   // 0: the bytes are kept

    bool is_there() const { return removed_at.milliseconds == 0 && !is_erased(); }
    bool is_erased() const { return erased_at.milliseconds != 0; }
    bool operator==(const Attachment&) const = default;
};

// Rows are never dropped: each is what one audit event tells of.
class AttachmentReader {
  public:
    virtual ~AttachmentReader() = default;

    virtual std::optional<Attachment> attachment(AttachmentId id) = 0;
    // By id, removed and erased ones too; at most so many.
    virtual std::vector<Attachment> attachments_of(RecordId record, std::size_t most) = 0;
    // Of all records, by id above `after`; at most so many.
    virtual std::vector<Attachment> attachments_after(AttachmentId after, std::size_t most) = 0;
    // Of all that are not erased, each once and in order, above `after`; at most so many.
    virtual std::vector<Digest> digests_after(const Digest& after, std::size_t most) = 0;
    // Whether the bytes are those of one that is not erased.
    virtual bool refers_to(const Digest& digest) = 0;
    virtual std::int64_t attachment_count() = 0;
};

// Within a write transaction; nothing here appends an audit event.
class AttachmentWriter {
  public:
    virtual ~AttachmentWriter() = default;

    // In place of the one with its id.
    virtual void put_attachment(const Attachment& attachment) = 0;
};

}  // namespace taizhang::store
