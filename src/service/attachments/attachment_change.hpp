// SPDX-License-Identifier: Apache-2.0
// What adding, removing and restoring have in common: a new revision of the record, in which its
// field names other files than before.
#pragma once

#include <functional>

#include "service/attachments/attachments.hpp"
#include "service/attachments/seen_record.hpp"
#include "service/records/record_writer.hpp"

namespace taizhang::service {

AttachmentView view_of(const SeenRecord& seen, store::Attachment attachment);

tl::unexpected<Error> no_such_attachment();

// 1,2 in a field: the ids of its files.
std::vector<AttachmentId> ids_in(const model::Value& value);
model::Value value_of(const std::vector<AttachmentId>& ids);

// Within one write transaction, of a record that is there and that he may change.
struct AttachmentWork {
    store::WriteTx& tx;
    SeenRecord seen;
    std::vector<store::Attachment> rows;  // all that the record has had

    // The values with `change` done to the ids of the field; as they are for no field.
    Result<std::vector<model::Value>> values_with(
        const std::string& field,
        const std::function<void(std::vector<AttachmentId>&)>& change) const;
    std::int64_t next_revision() const { return seen.record.revision + 1; }
};

// Runs `work`, which returns the files it made or changed, and writes the revision and the files.
struct AttachmentOutcome {
    std::vector<model::Value> values;
    std::vector<store::Attachment> attachments;
};
Result<AttachmentViews> change_attachments(
    const Session& session, const AttachmentPlace& place, store::AuditAction action,
    const std::string& reason,
    const std::function<Result<AttachmentOutcome>(const AttachmentWork&)>& work);

}  // namespace taizhang::service
