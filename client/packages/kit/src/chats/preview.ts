import type { Attachment, Message } from '@vestnik/sdk/model';
import { beginning } from '@vestnik/sdk/text';

export type PreviewKind = 'photo' | 'video' | 'voice' | 'audio' | 'file';

/** The words that stand for files without a text. */
export interface PreviewWords {
  readonly photos: (count: number) => string;
  readonly videos: (count: number) => string;
  readonly files: (count: number) => string;
  readonly voice: string;
  readonly deleted: string;
}

export interface Preview {
  /** The icon in front of the text. */
  readonly kind: PreviewKind | null;
  readonly text: string;
}

const MAX_PREVIEW_LENGTH = 160;

const KINDS: Readonly<Record<Attachment['kind'], PreviewKind>> = {
  image: 'photo',
  video: 'video',
  voice: 'voice',
  audio: 'audio',
  file: 'file',
};

/** A message in one line, with a word for its files. */
export function messagePreview(message: Message, words: PreviewWords): Preview {
  if (message.deleted_at !== null) return { kind: null, text: words.deleted };
  const [first] = message.attachments;
  const text = toSingleLine(message.text);
  if (first === undefined) return { kind: null, text };
  const kind = KINDS[first.kind];
  return { kind, text: text === '' ? filesText(kind, message.attachments, words) : text };
}

function filesText(
  kind: PreviewKind,
  attachments: readonly Attachment[],
  words: PreviewWords,
): string {
  const count = attachments.length;
  const isUniform = attachments.every((attachment) => KINDS[attachment.kind] === kind);
  if (!isUniform) return words.files(count);
  switch (kind) {
    case 'photo':
      return words.photos(count);
    case 'video':
      return words.videos(count);
    case 'voice':
      return words.voice;
    case 'audio':
    case 'file':
      return count === 1 ? (attachments[0]?.name ?? '') : words.files(count);
  }
}

/** The beginning of a text in one line; the layout cuts what does not fit. */
export function toSingleLine(text: string): string {
  const line = beginning(text, MAX_PREVIEW_LENGTH * 2)
    .replace(/\s+/gu, ' ')
    .trim();
  return beginning(line, MAX_PREVIEW_LENGTH);
}
