import type { Row } from './rows.ts';

/** A row's height before it was measured: the nearer, the calmer the scrollbar. */
export function estimateHeight(row: Row): number {
  switch (row.kind) {
    case 'day':
      return 44;
    case 'unread':
      return 40;
    case 'pending':
      return bubble(row.pending.text.length, row.endsGroup);
    case 'message':
      return bubble(row.message.text.length, row.endsGroup);
  }
}

function bubble(characters: number, endsGroup: boolean): number {
  const lines = Math.max(1, Math.ceil(characters / CHARACTERS_IN_LINE));
  return 16 + lines * 22 + (endsGroup ? 12 : 2);
}

const CHARACTERS_IN_LINE = 55;
