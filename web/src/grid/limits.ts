// SPDX-License-Identifier: Apache-2.0
// What the grid is measured by. Lengths are CSS pixels.
export const kRowHeight = 32;
export const kRowNumberWidth = 52;
export const kColumnWidthMin = 48;
export const kColumnWidthMax = 640;
/** Painted beyond the edge, so that a small scroll shows nothing white. */
export const kRowsAround = 8;
export const kColumnsAround = 1;
/** Browsers stop laying out somewhere above 16 million pixels. */
export const kRowsShownMax = 500_000;
export const kUndoSteps = 50;
/** Of one paste or one fill. */
export const kCellsPastedMax = 20_000;
/** Of one copy; more is what an export is for. */
export const kCellsCopiedMax = 300_000;
/** Looked at for the sums in the status bar. */
export const kCellsSummedMax = 200_000;
/** How far Ctrl+arrow looks for the edge of what is filled. */
export const kEdgeRowsMax = 5_000;
