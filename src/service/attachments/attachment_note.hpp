// SPDX-License-Identifier: Apache-2.0
// What the audit event of a record says of its files: which, and for each that is added a digest of
// its salt, its own digest and all that never changes of it. With the salt gone nobody can try out
// files or names until one fits.
#pragma once

#include <string>
#include <vector>

#include "store/store.hpp"

namespace taizhang::service {

struct NotedAttachment {
    AttachmentId id;
    std::string seal;  // hex; empty where it was not added by this event
};

std::string seal_of(const store::Attachment& attachment);

// Puts them into the diff of an event. `action` is one of the three of attachments.
std::string with_attachments(std::string diff, store::AuditAction action,
                             const std::vector<store::Attachment>& attachments);
std::vector<NotedAttachment> noted_attachments(const std::string& diff);

}  // namespace taizhang::service
