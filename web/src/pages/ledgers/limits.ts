// SPDX-License-Identifier: Apache-2.0
// Named limits of the pages of ledgers.

/** Of one page that the list is asked for. */
export const kPageRows = 500;
/** Kept in full; further away is read again when it is seen. */
export const kPagesKept = 40;
/** Read on at most so far in one jump; what is further is reached by sorting and filtering. */
export const kReadOnRowsMax = 100_000;
/** Counted by reading on, where no counter knows the number. */
export const kCountRowsMax = 10_000;
/** Put on paper; more is what an export is for. */
export const kPrintRowsMax = 2_000;
/** Records written at the same time. */
export const kWritesMax = 4;
export const kRetrySeconds = [2, 5, 10, 30] as const;
/** Values that one condition may list. */
export const kFilterValuesMax = 200;
export const kFiltersMax = 20;
/** Rows that 作废 takes at once; the API's own limit. */
export const kBulkRowsMax = 5_000;
