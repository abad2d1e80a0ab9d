/** What may be attached to a message. */
export interface AttachmentRules {
  /** Files in one message. */
  readonly maxCount: number;
  readonly maxBytes: number;
  readonly isImagesOnly: boolean;
}

export const DEFAULT_ATTACHMENT_RULES: AttachmentRules = {
  maxCount: 10,
  maxBytes: 500 * 1024 * 1024,
  isImagesOnly: false,
};

/** The pictures that the server takes where it takes nothing else. */
export const IMAGE_TYPES: readonly string[] = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
];

export type RejectionReason = 'tooMany' | 'tooLarge' | 'notAnImage' | 'empty';

export interface Rejection {
  readonly name: string;
  readonly reason: RejectionReason;
}

interface FileLike {
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

/** Divides chosen files into those that may be attached and those that may not. */
export function acceptFiles<F extends FileLike>(
  files: readonly F[],
  rules: AttachmentRules,
  attachedCount: number,
): { accepted: F[]; rejected: Rejection[] } {
  const accepted: F[] = [];
  const rejected: Rejection[] = [];
  for (const file of files) {
    const isFull = attachedCount + accepted.length >= rules.maxCount;
    const reason = rejectionReason(file, rules) ?? (isFull ? 'tooMany' : null);
    if (reason === null) accepted.push(file);
    else rejected.push({ name: file.name, reason });
  }
  return { accepted, rejected };
}

function rejectionReason(file: FileLike, rules: AttachmentRules): RejectionReason | null {
  if (rules.isImagesOnly && !IMAGE_TYPES.includes(file.type.toLowerCase())) return 'notAnImage';
  if (file.size === 0) return 'empty';
  return file.size > rules.maxBytes ? 'tooLarge' : null;
}

/**
 * The files of a paste or a drop. A copied table or formatted text often comes with its picture:
 * then the text is meant.
 */
export function transferredFiles(transfer: {
  readonly files: ArrayLike<File>;
  readonly types: readonly string[];
}): File[] {
  return transfer.types.includes('text/plain') ? [] : Array.from(transfer.files);
}
