/** What the object URLs of this page stand for: where the content policy lets no element load them. */
const blobs = new Map<string, Blob>();

/** Makes an object URL; `revokeLater` ends it. */
export function makeObjectUrl(blob: Blob): string {
  const url = URL.createObjectURL(blob);
  blobs.set(url, blob);
  return url;
}

/** The file that an object URL of `makeObjectUrl` stands for. */
export function objectUrlBlob(url: string): Blob | undefined {
  return blobs.get(url);
}

export function revokeObjectUrl(url: string): void {
  URL.revokeObjectURL(url);
  blobs.delete(url);
}
