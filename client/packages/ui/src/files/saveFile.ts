import { revokeLater } from './revokeLater.ts';

/** Milliseconds until the browser has taken the file over for sure. */
const REVOKE_AFTER_MS = 60_000;

/** Saves a file in the folder of downloads. */
export function saveFile(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  revokeLater(url, REVOKE_AFTER_MS);
}
