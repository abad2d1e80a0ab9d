import { randomUuid, type FileToSend } from '@vestnik/sdk';
import type { PendingAttachment } from '../../../composer/index.ts';
import { useState } from 'react';

/** The files of the message that is being written. The outbox uploads them with the message. */
export interface AttachedFiles {
  readonly items: readonly PendingAttachment[];
  readonly add: (files: readonly File[]) => void;
  readonly remove: (key: string) => void;
  readonly clear: () => void;
  readonly toSend: () => readonly FileToSend[];
}

export function useAttachedFiles(): AttachedFiles {
  const [items, setItems] = useState<readonly PendingAttachment[]>([]);
  const prepare = async ({ key, file }: PendingAttachment) => {
    const prepared = await compressed(file);
    setItems((before) =>
      before.map((item) => (item.key === key ? { ...item, file: prepared, state: 'ready' } : item)),
    );
  };
  return {
    items,
    add: (files) => {
      const added = files.map((file) => ({ key: randomUuid(), file, state: 'preparing' }) as const);
      setItems((before) => [...before, ...added]);
      for (const item of added) void prepare(item);
    },
    remove: (key) => {
      setItems((before) => before.filter((item) => item.key !== key));
    },
    clear: () => {
      setItems([]);
    },
    toSend: () => items.map(({ file }) => ({ blob: file, name: file.name })),
  };
}

/** Photos are made smaller; what cannot be is sent as it is. */
async function compressed(file: File): Promise<File> {
  try {
    const { compressImage } = await import('./compressImage.ts');
    return await compressImage(file);
  } catch {
    return file;
  }
}
