/**
 * What another application shared with this one, until the user has chosen a chat for it. The
 * service worker stores it, as it gets it in a navigation; the page reads it.
 */

export interface SharedContent {
  readonly text: string;
  readonly files: readonly File[];
  /** Files beyond the limits, which were not stored. */
  readonly omittedCount: number;
}

const CACHE = 'shared';
const SUMMARY = '/share/summary';
const FILES = '/share/files/';
/** As the composer takes. */
const MAX_FILES = 10;
const MAX_BYTES = 512 * 1024 * 1024;

interface Summary {
  readonly text: string;
  readonly fileNames: readonly string[];
  readonly omittedCount: number;
}

/** Replaces what was stored. The fields are those of `share_target` in the manifest. */
export async function storeSharedContent(form: FormData): Promise<void> {
  await deleteSharedContent();
  const given = form.getAll('files').filter((value) => value instanceof File);
  const files = withinLimits(given.filter(({ size }) => size > 0));
  const cache = await caches.open(CACHE);
  await Promise.all(
    files.map((file, index) =>
      cache.put(`${FILES}${index}`, new Response(file, { headers: { 'Content-Type': file.type } })),
    ),
  );
  const summary: Summary = {
    text: sharedText(form),
    fileNames: files.map(({ name }) => name),
    omittedCount: given.length - files.length,
  };
  await cache.put(SUMMARY, Response.json(summary));
}

/** What was shared last; null if nothing waits. */
export async function readSharedContent(): Promise<SharedContent | null> {
  const cache = await caches.open(CACHE);
  const stored = await cache.match(SUMMARY);
  if (stored === undefined) return null;
  const { text, fileNames, omittedCount } = (await stored.json()) as Summary;
  const files = await Promise.all(
    fileNames.map(async (name, index) => {
      const content = await (await cache.match(`${FILES}${index}`))?.blob();
      return content && new File([content], name, { type: content.type });
    }),
  );
  return { text, files: files.filter((file) => file !== undefined), omittedCount };
}

export async function deleteSharedContent(): Promise<void> {
  await caches.delete(CACHE);
}

function withinLimits(files: readonly File[]): File[] {
  let bytes = 0;
  return files.slice(0, MAX_FILES).filter(({ size }) => {
    if (bytes + size > MAX_BYTES) return false;
    bytes += size;
    return true;
  });
}

/** The text or else the title, and the link unless the text has it: applications fill in either. */
export function sharedText(form: FormData): string {
  const [title = '', text = '', url = ''] = ['title', 'text', 'url'].map((name) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  });
  const words = text === '' ? title : text;
  return [words, words.includes(url) ? '' : url].filter((line) => line !== '').join('\n');
}
