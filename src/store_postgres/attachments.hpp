// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/attachment.hpp"
#include "store_postgres/connection.hpp"

namespace taizhang::store_postgres {

class Attachments : public store::AttachmentReader, public store::AttachmentWriter {
  public:
    Attachments(Connection& connection, OfficeId office)
        : connection_(connection), office_(office) {}

    void set_office(OfficeId office) { office_ = office; }

    std::optional<store::Attachment> attachment(AttachmentId id) override;
    std::vector<store::Attachment> attachments_of(RecordId record, std::size_t most) override;
    std::vector<store::Attachment> attachments_after(AttachmentId after, std::size_t most) override;
    std::vector<Digest> digests_after(const Digest& after, std::size_t most) override;
    bool refers_to(const Digest& digest) override;
    std::int64_t attachment_count() override;
    void put_attachment(const store::Attachment& attachment) override;

  private:
    Connection& connection_;
    OfficeId office_;
};

}  // namespace taizhang::store_postgres
