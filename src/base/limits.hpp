// SPDX-License-Identifier: Apache-2.0
// Every limit of the program that is not a matter of one file format. Units come last.
#pragma once

#include <cstddef>
#include <cstdint>

namespace taizhang::limits {

// Brackets in YAML take 240 bytes of memory each while they are read.
inline constexpr std::size_t kPackFileBytesMax = 256U << 10U;
inline constexpr std::size_t kPackBytesMax = 16U << 20U;  // of all its files together
inline constexpr std::size_t kPackFilesMax = 2'000;
inline constexpr std::size_t kPackErrorsMax = 200;  // reported at once
inline constexpr std::size_t kFieldsPerLedgerMax = 200;
inline constexpr std::size_t kChoicesPerFieldMax = 1'000;
inline constexpr std::size_t kExpressionBytesMax = 4'000;
inline constexpr int kExpressionDepthMax = 64;
inline constexpr int kRatioDepthMax = 8;  // ratios of ratios
inline constexpr std::size_t kTextCharactersDefault = 200;
inline constexpr std::size_t kLongTextCharactersDefault = 20'000;
inline constexpr std::size_t kAreasMax = 100'000;
inline constexpr std::size_t kAreaTableBytesMax = 16U << 20U;    // of the cells that are kept
inline constexpr std::size_t kBoundaryPointsMax = 100'000;       // of one area
inline constexpr std::size_t kBoundaryPointsAllMax = 2'000'000;  // of all areas together
inline constexpr std::size_t kAreaErrorsMax = 200;               // reported at once
inline constexpr std::size_t kImportHeaderRowsMax = 20;          // rows searched for the header
inline constexpr std::size_t kImportChunkRows = 2'000;           // rows of one commit
inline constexpr std::size_t kImportChunkBytes = 4U << 20U;      // of their cells; the chunk ends
inline constexpr std::size_t kQuotedCharactersMax = 120;         // of a cell, within a message
inline constexpr std::size_t kMessageCharactersMax = 400;
inline constexpr std::size_t kImportErrorsShown = 1'000;
// An old workbook (.xls, .et) in the hands of LibreOffice.
inline constexpr std::size_t kConvertBytesMax = 64U << 20U;
inline constexpr std::size_t kConvertedBytesMax = 512U << 20U;
inline constexpr std::size_t kConvertMemoryBytesMax = 4ULL << 30U;  // addresses, not pages
inline constexpr int kConvertSecondsMax = 120;
inline constexpr std::size_t kColumnChoicesMax = 1'000;      // remembered for one ledger
inline constexpr std::size_t kPreviewFiguresShown = 20;      // of one period, by a dry run
inline constexpr std::size_t kPreviewPeriodsMax = 4;         // years that a dry run looks at
inline constexpr std::size_t kPreviewRowsMax = 1'000'000;    // compared with one another
inline constexpr std::size_t kPreviewValuesMax = 200'000;    // kept to recount what adds not up
inline constexpr std::size_t kWriteQueueMax = 10'000;        // closures waiting for the writer
inline constexpr std::size_t kCommitClosuresMax = 256;       // closures of one commit
inline constexpr std::size_t kBehindClosuresMax = 200;       // answered before their commit
inline constexpr std::size_t kIndexGapRecordsMax = 130'000;  // entered at once
inline constexpr std::size_t kMatchFilterBytes = 4U << 20U;
// Roll-up sums gathered in memory; beyond it they are written before the commit.
inline constexpr std::size_t kRollupSumsBytesMax = 20U << 20U;
inline constexpr std::size_t kRebuildSumsBytesMax = 512U << 20U;
inline constexpr std::size_t kRebuildRecordsTaken = 20'000;  // by one thread at a time
inline constexpr std::size_t kVerifyFindingsMax = 1'000;
// What verify holds of a store of any size: pages of rows that it reads side by side.
inline constexpr std::size_t kVerifySealsRead = 1'000;
inline constexpr std::size_t kVerifyRecordsRead = 64;             // of each ledger
inline constexpr std::size_t kVerifyTextBytesRead = 256U << 10U;  // of each ledger
inline constexpr std::size_t kTraceRecordsMax = 10'000'000;

inline constexpr std::size_t kSearchQueryCharactersMax = 100;
inline constexpr std::size_t kSearchWordsMax = 8;
inline constexpr std::size_t kSearchRunCharactersMax = 64;       // a longer run of letters is cut
inline constexpr std::size_t kSearchInitialsCharactersMax = 32;  // of one run of Han characters
inline constexpr std::size_t kSearchResultsMax = 1'000;          // of one page
inline constexpr std::size_t kSearchFacetsMax = 2'000;      // areas, days and months of one query
inline constexpr std::size_t kSearchBatchRecords = 20'000;  // indexed in one commit
inline constexpr std::size_t kSearchTailEvents = 200;  // read directly rather than indexed first

}  // namespace taizhang::limits
