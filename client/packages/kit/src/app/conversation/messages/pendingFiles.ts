import type { Attachment, AttachmentKind, OutboxFile, UploadProgress } from '@vestnik/sdk';

/** A file of the outbox in the form of a sent one. */
export function asAttachment(file: OutboxFile, id: number, url = ''): Attachment {
  return {
    id,
    kind: file.isVoice ? 'voice' : kindOf(file.type),
    name: file.name,
    mime: file.type,
    size: file.size,
    url,
    width: null,
    height: null,
    preview_url: null,
    placeholder: null,
    duration_ms: null,
    waveform: file.waveform && [...file.waveform],
  };
}

function kindOf(mime: string): AttachmentKind {
  const [kind] = mime.split('/');
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'file';
}

/** How much of the files has been uploaded. The size is at least 1, for a `<progress>`. */
export function uploadedBytes(
  files: readonly OutboxFile[],
  progress: UploadProgress,
): { readonly size: number; readonly sent: number } {
  const size = files.reduce((total, file) => total + file.size, 0);
  const sent = files.reduce((total, file) => {
    const part = file.attachmentId === null ? (progress.get(file.id) ?? 0) : 1;
    return total + part * file.size;
  }, 0);
  return { size: Math.max(size, 1), sent };
}
