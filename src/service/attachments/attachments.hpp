// SPDX-License-Identifier: Apache-2.0
// Files of a record: added, listed, read, shown to the public, removed and brought back. Who sees
// the record sees them, but those of a field that is not there for him.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "service/attachments/attachment_files.hpp"
#include "service/session.hpp"

namespace taizhang::service {

// A file that has come, in AttachmentFiles::incoming().
struct UploadedFile {
    std::filesystem::path path;  // nothing is there any more once it is kept
    std::string name;            // as its sender called it
    std::int64_t bytes = 0;
    Digest digest{};
};

struct AttachmentPlace {
    std::string ledger;  // name or Chinese title
    RecordId record;
    AttachmentId attachment;  // 0: all of them
};

// As far as one may be told of it.
struct AttachmentView {
    store::Attachment attachment;
    bool personal = false;  // of a personal field: the name is masked, and who reads it says why
    bool picture = false;   // can be published
};
using AttachmentViews = std::vector<AttachmentView>;

struct NewAttachments {
    std::string field;   // empty: of the record as a whole
    std::string reason;  // why; kept in the history
};

// All of them in one new revision of the record, or none. NotFound outside the scope, Unsupported
// for a content that is on no list, LimitExceeded beyond those of base/limits.hpp, Conflict where
// the record has the same file already.
Result<AttachmentViews> add_attachments(const Session& session, const AttachmentPlace& place,
                                        const NewAttachments& wanted,
                                        const std::vector<UploadedFile>& files);

// In the order in which they came. `removed`: those in the recycle bin, whose bytes are still kept.
Result<AttachmentViews> list_attachments(const Session& session, const AttachmentPlace& place,
                                         bool removed);
// Those that came with that revision, as they were then.
Result<AttachmentViews> attachments_of_revision(const Session& session,
                                                const AttachmentPlace& place,
                                                std::int64_t revision);

// One that is there, or in the recycle bin.
Result<AttachmentView> get_attachment(const Session& session, const AttachmentPlace& place);

// Each is a new revision of the record.
Result<AttachmentView> remove_attachment(const Session& session, const AttachmentPlace& place,
                                         const std::string& reason);
Result<AttachmentView> restore_attachment(const Session& session, const AttachmentPlace& place,
                                          const std::string& reason);

struct AttachmentContent {
    store::Attachment attachment;
    std::filesystem::path file;
};

// Forbidden for one of a personal field, Corrupt where the file is not as it was stored.
Result<AttachmentContent> read_attachment(const Session& session, const AttachmentPlace& place);
// The same of any, with a reason that goes into the audit log first.
Result<AttachmentContent> reveal_attachment(const Session& session, const AttachmentPlace& place,
                                            const std::string& reason);

struct PublishedAttachment {
    store::Attachment attachment;
    std::string bytes;
    std::string_view media_type;
};

// A picture decoded and encoded anew. Unsupported: it is none.
Result<PublishedAttachment> publish_attachment(const Session& session,
                                               const AttachmentPlace& place);

// The folder of files. Unsupported: nobody has said which.
Result<const AttachmentFiles*> files_of(const Session& session);

}  // namespace taizhang::service
