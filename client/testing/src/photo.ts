/** Photos of a camera, as the outbox of a browser has them. */
import { expect, type Page } from '@playwright/test';

/** A photo as of a camera: 12 megapixels, with noise. */
export async function drawPhoto(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const [width, height] = [4000, 3000];
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('there is no canvas');
    const image = context.createImageData(width, height);
    const bytes = image.data;
    let noise = 1;
    for (let at = 0; at < bytes.length; at += 4) {
      noise = (noise * 1_103_515_245 + 12_345) & 0x7fffffff;
      const light = ((at >> 8) % 150) + ((noise >> 16) % 96);
      bytes[at] = light;
      bytes[at + 1] = light / 2;
      bytes[at + 2] = 255 - light;
      bytes[at + 3] = 255;
    }
    context.putImageData(image, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
    return new Promise<string>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => {
        resolve((reader.result as string).split(',')[1] ?? '');
      };
      reader.readAsDataURL(blob);
    });
  });
  return Buffer.from(base64, 'base64');
}

/** The file that waits in the outbox to be sent. */
export async function storedFile(page: Page): Promise<{ size: number; sha256: string }> {
  const read = () =>
    page.evaluate(async () => {
      const names = (await indexedDB.databases()).map(({ name = '' }) => name);
      const name = names.find((one) => one.endsWith(':outbox')) ?? '';
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => {
          resolve(request.result);
        };
        request.onerror = () => {
          reject(new Error('there is no outbox'));
        };
      });
      try {
        const entries = await new Promise<{ files: { blob: Blob }[] }[]>((resolve, reject) => {
          const request = database.transaction('entries').objectStore('entries').getAll();
          request.onsuccess = () => {
            resolve(request.result as { files: { blob: Blob }[] }[]);
          };
          request.onerror = () => {
            reject(new Error('the outbox cannot be read'));
          };
        });
        const blob = entries[0]?.files[0]?.blob;
        if (blob === undefined) return null;
        const hash = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
        const hex = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0'));
        return { size: blob.size, sha256: hex.join('') };
      } finally {
        database.close();
      }
    });
  await expect.poll(read).not.toBeNull();
  const found = await read();
  if (found === null) throw new Error('it was sent already');
  return found;
}
