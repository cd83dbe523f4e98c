// SPDX-License-Identifier: Apache-2.0
// How much of somebody else's file is read before it is refused. Every reader of this folder takes
// its bounds from here; whoever raises one raises the memory a single upload can claim.
#pragma once

#include <cstddef>
#include <cstdint>

namespace taizhang::exchange {

inline constexpr std::size_t kKibibyte = 1024;
inline constexpr std::size_t kMebibyte = 1024 * kKibibyte;

// A table. The first two are Excel's own limits.
inline constexpr std::size_t kRowCellsMax = 16'384;
inline constexpr std::size_t kXlsxRowsMax = 1'048'576;
inline constexpr std::size_t kCellBytesMax = kMebibyte;
inline constexpr std::size_t kLineBytesMax = 8 * kMebibyte;  // a row with all its continued lines

// A zip archive. A sheet of a million rows is a few GiB of XML and compresses about 20 times; a
// bomb compresses 1000 times.
inline constexpr std::size_t kZipEntriesMax = 65'535;
inline constexpr std::uint64_t kZipDirectoryBytesMax = 16 * kMebibyte;  // kept in memory
inline constexpr std::uint64_t kZipEntryBytesMax = 4096 * std::uint64_t{kMebibyte};
inline constexpr std::uint64_t kZipPartBytesMax = 64 * kMebibyte;  // parts of which little is kept
inline constexpr std::uint64_t kZipListBytesMax = 8 * kMebibyte;   // parts that are kept in memory
inline constexpr std::uint64_t kZipRatioMax = 200;
inline constexpr std::uint64_t kZipRatioCheckedAboveBytes = 64 * kMebibyte;

// A workbook.
inline constexpr std::size_t kXmlTokenBytesMax = 2 * kMebibyte;  // one tag or one comment
inline constexpr std::size_t kXmlDepthMax = 256;                 // Excel's own files have 20
inline constexpr std::size_t kRelationshipsMax = 65'535;
inline constexpr std::size_t kSheetsMax = 4'096;
inline constexpr std::size_t kStylesMax = 262'144;  // Excel allows 65,490
inline constexpr std::size_t kSharedStringsBytesMax = 64 * kMebibyte;
inline constexpr std::size_t kSharedStringsBlockBytes = kMebibyte;
inline constexpr std::size_t kXlsxTextCharactersMax = 32'767;
inline constexpr std::size_t kSheetNameCharactersMax = 31;

// A GeoJSON file is read whole and becomes a tree; a point is three values of it, and half a
// million points take 70 MiB. 5,000 cells of 32 points are 5 MiB of file.
inline constexpr std::size_t kGeoJsonBytesMax = 16 * kMebibyte;
inline constexpr std::size_t kGeoJsonValuesMax = 1'500'000;
inline constexpr std::size_t kGeoJsonDepthMax = 32;  // the standard needs 8

// A picture that is decoded. Phones make 108 million pixels; what is published is made smaller.
inline constexpr std::uint32_t kPictureSideMax = 65'500;  // JPEG's own
inline constexpr std::uint64_t kPicturePixelsMax = 120'000'000;
inline constexpr std::uint32_t kPublishedSideMax = 2'560;
inline constexpr std::uint64_t kInterlacedBytesMax = 64 * kMebibyte;  // must be held whole
inline constexpr long kJpegDecoderBytesMax = 128L << 20U;             // of a progressive one
inline constexpr int kJpegScansMax = 64;                              // encoders make ten
inline constexpr std::size_t kPngChunkBytesMax = 8 * kMebibyte;
inline constexpr int kPublishedJpegQuality = 85;

// Buffers, and how far a text is looked at before its encoding and its delimiter are decided.
inline constexpr std::size_t kReadBufferBytes = 64 * kKibibyte;
inline constexpr std::size_t kEncodingSampleBytes = kMebibyte;
inline constexpr std::size_t kDialectSampleLines = 50;
inline constexpr std::size_t kQuotedValueBytesMax = 120;  // of a cell shown in an error

}  // namespace taizhang::exchange
