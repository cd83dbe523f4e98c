// SPDX-License-Identifier: Apache-2.0
// What becomes of files when their time is up, and of those that nothing refers to.
#pragma once

#include "service/session.hpp"

namespace taizhang::service {

struct AttachmentPurge {
    std::int64_t erased = 0;     // whose time was up by the retention of their ledger,
                                 // or that lay in the recycle bin for long
    std::int64_t collected = 0;  // files that a crash left, or an upload that was refused
};

// Erases name, digest and bytes; the bare rows stay. Unsupported: there are files, but nobody has
// said in which folder.
Result<AttachmentPurge> purge_attachments(const Session& session, Date today);

}  // namespace taizhang::service
