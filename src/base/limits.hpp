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
inline constexpr std::size_t kPackErrorsMax = 200;    // reported at once
inline constexpr std::size_t kLedgersMax = 500;       // of an office, the retired too
inline constexpr std::size_t kIndicatorsMax = 5'000;  // likewise
inline constexpr std::size_t kFieldsPerLedgerMax = 200;
inline constexpr std::size_t kChoicesPerFieldMax = 1'000;
inline constexpr std::size_t kExpressionBytesMax = 4'000;
inline constexpr int kExpressionDepthMax = 64;
inline constexpr int kPatternMillisecondsMax = 200;  // about, for one value
inline constexpr int kRatioDepthMax = 8;             // ratios of ratios
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
inline constexpr std::size_t kRollupSumsBytesMax = 4U << 20U;
inline constexpr std::size_t kRollupQueueMax = 8;  // closures of one commit, waiting to be added
inline constexpr std::size_t kEventsGatheredMax = 2'048;  // of bulk work, written together
inline constexpr std::size_t kRollupRunsMax = 40;  // not yet joined into the table of roll-ups
inline constexpr std::size_t kRebuildSumsBytesMax = 512U << 20U;
inline constexpr std::size_t kRebuildRecordsTaken = 20'000;  // by one thread at a time
inline constexpr std::size_t kReasonCharactersMax = 500;     // why a record was changed
inline constexpr std::size_t kPageRecordsMax = 1'000;        // of one page of a list
inline constexpr std::size_t kFiltersMax = 20;               // of one list
inline constexpr std::size_t kFilterValuesMax = 200;         // of one filter
inline constexpr std::size_t kSortKeysMax = 3;
inline constexpr std::size_t kPassingStatementsMax = 64;  // of lists, prepared and kept
// Values sealed under one key: with random nonces of 96 bits, NIST SP 800-38D (8.3) allows no more.
inline constexpr std::int64_t kSealedPerKeyMax = 1LL << 32U;
inline constexpr std::size_t kResealedRowsMax = 1'000;  // of one commit, under a new key
inline constexpr std::size_t kBlindPrefixCharactersMax =
    24;  // of a word that is found by its beginning
inline constexpr std::size_t kHistoryRevisionsMax = 1'000;  // of one record, shown at once
// A change of definitions, and what is foreseen of it.
inline constexpr std::size_t kDefinitionsChangedMax = 200;            // ledgers and indicators
inline constexpr std::size_t kDefinitionRecordsCheckedMax = 200'000;  // held against new rules
inline constexpr std::size_t kDefinitionExamplesMax = 5;              // records named for one rule
inline constexpr std::size_t kDefinitionVersionsShown = 100;          // of one definition
inline constexpr std::size_t kUnitsMax = 2'000;
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

// Accounts and what they sign in with.
inline constexpr std::size_t kAccountNameCharactersMax = 48;
inline constexpr std::size_t kAccountTitleCharactersMax = 60;
inline constexpr std::size_t kAccountsMax = 20'000;
inline constexpr std::size_t kAssignmentsPerAccountMax = 20;
inline constexpr std::size_t kPasswordCharactersMin = 10;
inline constexpr std::size_t kPasswordCharactersMax = 128;
inline constexpr std::int64_t kSessionIdleSecondsMax = 2 * 3'600;
inline constexpr std::int64_t kSessionSecondsMax = 12 * 3'600;
inline constexpr std::size_t kSessionsPerAccountMax = 20;  // the oldest ends
inline constexpr std::size_t kSessionAgentCharactersMax = 200;
inline constexpr std::size_t kTokensPerAccountMax = 50;
inline constexpr std::size_t kTokenTitleCharactersMax = 60;
inline constexpr std::int64_t kTokenDaysMax = 366;
inline constexpr std::size_t kRecoveryCodes = 10;
// Failed sign-ins before the first pause, which doubles with each further one.
inline constexpr std::int64_t kSignInFailuresFree = 4;    // of one account
inline constexpr std::int64_t kAddressFailuresFree = 30;  // of one address, which many share
inline constexpr std::int64_t kSignInPauseSecondsFirst = 30;
inline constexpr std::int64_t kSignInPauseSecondsMax = 3'600;
inline constexpr std::int64_t kSignInForgetSeconds = 24 * 3'600;
inline constexpr std::size_t kSignInThreads = 2;  // each takes 32 MiB while it hashes
inline constexpr std::size_t kSignInQueueMax = 64;
inline constexpr std::size_t kAuditPageEventsMax = 500;
inline constexpr std::int64_t kAuditEventsLookedAtMax = 500'000;  // for one page
inline constexpr double kDenialsLoggedPerSecond = 0.2;            // of one account
inline constexpr double kDenialsLoggedBurst = 20;

// Files of records. A phone's picture has 5 MB, a scanned file of some pages 10.
inline constexpr std::uint64_t kAttachmentBytesMax = 50ULL << 20U;
inline constexpr std::size_t kAttachmentsPerRecordMax = 100;
inline constexpr std::uint64_t kAttachmentBytesPerRecordMax = 500ULL << 20U;
inline constexpr std::size_t kAttachmentRowsPerRecordMax = 1'000;  // removed ones too
inline constexpr std::size_t kAttachmentsPerRequestMax = 20;
inline constexpr std::uint64_t kAttachmentRequestBytesMax = 200ULL << 20U;  // with its form
inline constexpr std::size_t kAttachmentNameCharactersMax = 120;
inline constexpr std::size_t kAttachmentUploadsMax = 64;              // under way at once
inline constexpr int kAttachmentRemovedDaysMax = 30;                  // until the bytes are erased
inline constexpr std::int64_t kAttachmentOrphanSeconds = 24 * 3'600;  // left alone so long
inline constexpr std::size_t kBackupBlockBytes = 1U << 20U;           // read or written at once
inline constexpr std::size_t kAttachmentsAtOnce = 500;  // looked at in one transaction

// Requests that carry a key, so that none is carried out twice.
inline constexpr std::size_t kIdempotencyKeyCharactersMax = 255;
inline constexpr std::int64_t kKeptRequestSeconds = 7 * 24 * 3'600;
inline constexpr std::size_t kKeptRequestsForgottenByTheWay = 20;  // in the commit of a new one
inline constexpr std::size_t kKeptRequestsForgottenMax = 5'000;    // in one commit of a purge
inline constexpr int kIdempotencyRetrySeconds = 1;  // while the first is still at work

// Beyond these, taizhang doctor says what to do.
inline constexpr std::uint64_t kDoctorDiskBytesLow = 2ULL << 30U;    // soon to be seen to
inline constexpr std::uint64_t kDoctorDiskBytesMin = 256ULL << 20U;  // work is about to stop
inline constexpr std::int64_t kDoctorLogBytesMax = 512LL << 20U;
inline constexpr std::int64_t kDoctorBackupDaysMax = 7;
inline constexpr std::int64_t kDoctorCertificateDaysMin = 30;
inline constexpr std::int64_t kDoctorAheadMillisecondsMax = 5 * 60'000;  // of the clock

// One HTTP server. Times in milliseconds.
inline constexpr std::size_t kHttpHeaderBytesMax = 16U << 10U;
inline constexpr std::size_t kHttpHeadersMax = 100;
inline constexpr std::size_t kHttpConnectionsMax = 16'000;
inline constexpr std::size_t kHttpConnectionsPerAddressMax = 12'000;  // an office has one outside
inline constexpr std::size_t kHttpReservedDescriptors = 512;          // left to the store and files
inline constexpr int kHttpFirstByteMsMax = 10'000;                    // of a new connection
inline constexpr int kHttpHeaderMsMax = 10'000;                       // first byte to end of head
inline constexpr int kHttpBodyMsMax = 30'000;                         // of a body in memory
inline constexpr int kHttpPieceMsMax = 30'000;  // for kHttpPieceBytes of a file, both ways
inline constexpr int kHttpIdleMsMax = 75'000;   // between two requests
inline constexpr int kHttpHeartbeatMs = 15'000;
inline constexpr int kHttpStopMsMax = 30'000;
inline constexpr int kHttpLingerMsMax = 2'000;                // after the last answer
inline constexpr std::size_t kHttpPieceBytes = 64U << 10U;    // of a file, in one read or write
inline constexpr std::size_t kHttpFirstReadBytes = 2'048;     // of a head
inline constexpr std::size_t kHttpKeptBytesMax = 8U << 10U;   // of a buffer while idle
inline constexpr std::size_t kHttpGzipBytesMin = 1'024;       // smaller answers are not compressed
inline constexpr std::size_t kHttpGzipBytesMax = 64U << 20U;  // nor are larger ones
inline constexpr std::size_t kHttpRateKeysMax = 50'000;       // buckets remembered
inline constexpr std::size_t kHttpStaticDigestsMax = 10'000;  // of files on disk, remembered
inline constexpr std::size_t kHttpEventBytesMax = 256U << 10U;  // waiting for one slow reader
inline constexpr std::size_t kHttpEventsMax = 1'000;
inline constexpr std::size_t kMultipartPartsMax = 100;
inline constexpr std::size_t kMultipartHeaderBytesMax = 8U << 10U;  // of one part
inline constexpr std::size_t kMultipartFieldBytesMax = 1U << 20U;   // of a part without a file
inline constexpr std::size_t kMultipartBoundaryBytesMax = 70;       // RFC 2046, 5.1.1
inline constexpr std::size_t kApiErrorsMax = 100;                   // told of one request
inline constexpr std::size_t kApiItemsMax = 10'000;
inline constexpr std::size_t kApiBodyBytesMax = 2U << 20U;
inline constexpr int kApiJsonDepthMax = 16;
inline constexpr std::size_t kApiQueueMax = 4'096;    // requests waiting for a thread
inline constexpr std::size_t kApiReadThreadsMax = 8;  // each has a connection to the store
inline constexpr std::size_t kApiWriteThreads = 128;  // wait together for one commit
inline constexpr std::size_t kApiLongThreads = 2;

// Requests to other servers, and signing in by a provider of identities (OpenID Connect).
inline constexpr int kOutboundConnectMsMax = 4'000;
inline constexpr int kOutboundMsMax = 8'000;  // from asking to the last byte
inline constexpr std::size_t kOutboundBytesMax = 256U << 10U;
inline constexpr std::size_t kOidcThreads = 4;  // that wait for the provider
inline constexpr std::size_t kOidcQueueMax = 64;
inline constexpr std::size_t kOidcTextBytesMax = 2'048;    // of a setting, a code, an endpoint
inline constexpr std::size_t kOidcTokenBytesMax = 16'384;  // of an ID token
inline constexpr std::size_t kOidcIssuerCharactersMax = 200;
inline constexpr std::size_t kOidcSubjectCharactersMax = 255;  // OpenID Connect Core, 2
inline constexpr std::size_t kOidcKeysMax = 64;
inline constexpr int kOidcJsonDepthMax = 8;
inline constexpr std::int64_t kOidcAttemptSecondsMax = 600;     // from going there to coming back
inline constexpr std::int64_t kOidcClockSecondsMax = 60;        // that two clocks may differ
inline constexpr std::int64_t kOidcTokenSecondsMax = 600;       // old may an ID token be
inline constexpr std::int64_t kOidcMetadataSecondsMax = 3'600;  // kept, also the keys
inline constexpr double kOidcRefetchesPerSecond = 0.05;  // of keys, for one that is not known
inline constexpr double kOidcRefetchBurst = 4;
inline constexpr std::int64_t kOidcRetrySecondsMin = 5;  // after one that failed
inline constexpr std::size_t kOidcLinksPerAccountMax = 5;
inline constexpr std::size_t kOidcFileBytesMax = 16U << 10U;  // of a file of settings

}  // namespace taizhang::limits
