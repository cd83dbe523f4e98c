// SPDX-License-Identifier: Apache-2.0
// A picture of the camera, made small. Drawn anew it also loses what the camera wrote into it:
// place, time and the camera's own number.
import { say } from '@/common/language';
import { fitted, kSourceBytesMax, smallEnough } from './picture_size';

export class PictureProblem extends Error {}

async function drawn(picture: ImageBitmap, edge: number, quality: number): Promise<Blob> {
  const size = fitted(picture, edge);
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const pen = canvas.getContext('2d');
  if (!pen) throw new PictureProblem(say('浏览器画不了图', 'The browser cannot draw'));
  pen.drawImage(picture, 0, 0, size.width, size.height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', quality);
  });
  // Its memory goes at once; a phone has little.
  canvas.width = 0;
  canvas.height = 0;
  if (!blob) throw new PictureProblem(say('图太大，浏览器画不了', 'Too large to draw'));
  return blob;
}

export async function madeSmall(file: Blob): Promise<Blob> {
  if (file.size > kSourceBytesMax) {
    throw new PictureProblem(say('图超过 40 MB，换一张', 'Over 40 MB; take another'));
  }
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    throw new PictureProblem(say('打不开这张图，换成 JPG 或 PNG', 'Not a picture; use JPG or PNG'));
  }
  try {
    return await smallEnough(({ edge, quality }) => drawn(picture, edge, quality));
  } finally {
    picture.close();
  }
}
