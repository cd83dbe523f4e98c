// SPDX-License-Identifier: Apache-2.0
// How small a picture is made before it is kept and sent: enough to read a house number by, little
// enough for a bad network.
export const kEdgePixelsMax = 1920;
export const kPictureBytesMax = 900 * 1024;
export const kPhotosPerItemMax = 6;
/** Of what comes from the camera or the album, before it is made smaller. */
export const kSourceBytesMax = 40 * 1024 * 1024;

export interface Size {
  width: number;
  height: number;
}

/** Within the longest edge, in the same shape, never larger than it was, never below a pixel. */
export function fitted(size: Size, edge: number = kEdgePixelsMax): Size {
  const longest = Math.max(size.width, size.height);
  const scale = longest > edge ? edge / longest : 1;
  return {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  };
}

export interface Encoding {
  edge: number;
  quality: number;
}

/** In this order until one is small enough: first coarser, then smaller. */
export const kEncodings: readonly Encoding[] = [
  { edge: kEdgePixelsMax, quality: 0.82 },
  { edge: kEdgePixelsMax, quality: 0.68 },
  { edge: 1440, quality: 0.72 },
  { edge: 1080, quality: 0.7 },
  { edge: 720, quality: 0.65 },
];

/** The first that is small enough; the last there is where none is. */
export async function smallEnough<T extends { size: number }>(
  encode: (encoding: Encoding) => Promise<T>, bytesMax: number = kPictureBytesMax,
): Promise<T> {
  let made: T | undefined;
  for (const encoding of kEncodings) {
    made = await encode(encoding);
    if (made.size <= bytesMax) return made;
  }
  if (!made) throw new Error('no encoding');
  return made;
}
