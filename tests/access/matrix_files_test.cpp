// SPDX-License-Identifier: Apache-2.0
// The matrix of matrix_test.cpp, for files of records.
#include "service/attachments/attachments.hpp"
#include "tests/access/matrix.hpp"
#include "tests/conformance/uploads.hpp"

namespace taizhang::tests {
namespace {

// Of the record as it is; of a personal field as the field is, and then only with a reason.
TEST_F(Matrix, AFileIsThereWhereItsRecordIs) {
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        for (const auto& row : rows()) {
            const bool seen = oracle().reaches(person.holdings, "read_records", row);
            std::set<std::int64_t> wanted;
            for (const auto& [field, id] : row.attachments) {
                const service::AttachmentPlace place{row.ledger, RecordId{row.id},
                                                     AttachmentId{id}};
                const bool personal = oracle().is_personal(field);
                const bool shown =
                    oracle().reaches_field(person.holdings, "read_records", row, field);
                wanted.insert(shown ? id : 0);
                const auto told = person.name + " " + row.number + " " + field;
                EXPECT_EQ(service::get_attachment(session, place).has_value(), shown) << told;
                EXPECT_EQ(service::read_attachment(session, place).has_value(), shown && !personal)
                    << told;
                EXPECT_FALSE(service::publish_attachment(session, place)) << told;  // a text
                EXPECT_EQ(service::reveal_attachment(session, place, "核对").has_value(),
                          oracle().reaches_field(person.holdings, "reveal_personal", row, field))
                    << told;
            }
            wanted.erase(0);
            const auto list =
                service::list_attachments(session, {row.ledger, RecordId{row.id}, {}}, false);
            ASSERT_EQ(list.has_value(), seen) << person.name << " " << row.number;
            std::set<std::int64_t> listed_ids;
            for (const auto& view : list.value_or(service::AttachmentViews{})) {
                listed_ids.insert(view.attachment.id.value);
            }
            EXPECT_EQ(listed_ids, wanted) << person.name << " " << row.number;
        }
    }
}

TEST_F(Matrix, AFileIsNotFoundByWayOfAnotherRecord) {
    const auto& mine = rows().front();
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        for (std::size_t i = 1; i < rows().size(); i += 5) {
            const service::AttachmentPlace place{mine.ledger, RecordId{mine.id},
                                                 AttachmentId{rows()[i].attachments.at("")}};
            EXPECT_FALSE(service::get_attachment(session, place)) << person.name;
            EXPECT_FALSE(service::read_attachment(session, place)) << person.name;
            EXPECT_FALSE(service::reveal_attachment(session, place, "核对")) << person.name;
            EXPECT_FALSE(service::remove_attachment(session, place, "")) << person.name;
        }
    }
}

TEST_F(Matrix, NobodyTouchesFilesOfWhatHeMayNotWrite) {
    for (const auto& person : office_->people()) {
        const auto session = office_->session_of(person);
        for (std::size_t i = 0; i < rows().size(); i += 4) {
            const auto& row = rows()[i];
            if (oracle().reaches(person.holdings, "write_records", row)) {
                continue;
            }
            const service::AttachmentPlace place{row.ledger, RecordId{row.id},
                                                 AttachmentId{row.attachments.at("")}};
            EXPECT_FALSE(service::remove_attachment(session, place, "")) << person.name;
            EXPECT_FALSE(service::restore_attachment(session, place, "")) << person.name;
            const auto file = uploaded(office_->office().files(), person.name, "试探.txt");
            EXPECT_FALSE(service::add_attachments(session, place, {}, {file})) << person.name;
            std::filesystem::remove(file.path);
        }
    }
}

}  // namespace
}  // namespace taizhang::tests
