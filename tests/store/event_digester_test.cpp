// SPDX-License-Identifier: Apache-2.0
// Digests made beside the writer are those that it would have made itself, in the same order.
#include "store_sqlite/event_digester.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"

namespace taizhang::store_sqlite {
namespace {

store::AuditEvent event_of(std::int64_t number) {
    store::AuditEvent event;
    event.seq = number;
    event.at = Instant{1'600'000'000'000};
    event.actor = "importer";
    event.record = RecordId{number};
    event.revision = 1;
    event.diff = number % 3 == 0 ? "{}" : "";
    return event;
}

model::LedgerRecord record_of(std::int64_t number) {
    model::LedgerRecord record;
    record.id = RecordId{number};
    record.number = "ZF-" + std::to_string(number);
    record.area = AreaId{number % 7};
    record.recorded_at = Instant{number};
    record.salt = number % 2 == 0 ? "salt" : "";
    return record;
}

TEST(GatheredEvents, HaveTheDigestsOfTheirRecords) {
    MerkleTree tree;
    MerkleTree expected;
    EventDigester digester(tree);
    std::int64_t number = 0;
    for (const std::size_t size :
         {std::size_t{1}, std::size_t{127}, std::size_t{128}, limits::kEventsGatheredMax}) {
        std::vector<std::string> bytes(size);
        std::vector<store::AuditEvent> right;
        for (std::size_t i = 0; i < size; ++i) {
            auto event = event_of(++number);
            const auto record = record_of(number);
            bytes[i] = "values of " + std::to_string(number);
            const bool of_record = number % 5 != 0;
            ASSERT_FALSE(digester.full());
            digester.add(event, of_record ? &record : nullptr, bytes[i]);
            if (of_record) {
                event.row_digest = model::record_digest(record, bytes[i]);
            }
            event.digest = store::audit_digest(event);
            expected.add(event.digest);
            right.push_back(std::move(event));
        }
        digester.wait();
        ASSERT_EQ(digester.size(), size);
        for (std::size_t i = 0; i < size; ++i) {
            EXPECT_EQ(digester.event(i).row_digest, right[i].row_digest);
            EXPECT_EQ(digester.event(i).digest, right[i].digest);
            EXPECT_EQ(digester.event(i).seq, right[i].seq);
        }
        EXPECT_EQ(digester.full(), size == limits::kEventsGatheredMax);
        digester.clear();
    }
    EXPECT_EQ(tree.leaves(), static_cast<std::uint64_t>(number));
    EXPECT_EQ(tree.root(), expected.root());
}

}  // namespace
}  // namespace taizhang::store_sqlite
