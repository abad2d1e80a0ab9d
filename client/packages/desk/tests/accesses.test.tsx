import type { DeskAccess } from '@vestnik/sdk/desk';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';

import { AccessItem } from '../src/accesses/AccessItem.tsx';

const CHAT: NonNullable<DeskAccess['chat']> = {
  id: 40,
  type: 'group',
  title: 'Алгебра',
  created_at: '2026-11-20T09:00:00Z',
  listing: null,
  members: [],
};

/** The words of an access in the list, without tags. */
function shown(parts: Partial<DeskAccess>): string {
  const access: DeskAccess = {
    id: 7,
    at: '2026-11-20T10:00:00Z',
    reader: { id: 4, name: 'Ольга', role: 'admin' },
    via_key: null,
    action: 'read',
    chat: CHAT,
    attachment_id: null,
    route: 'GET /v1/school/chats/{id}/messages',
    address: '203.0.113.7',
    reason: null,
    ...parts,
  };
  return renderToStaticMarkup(<AccessItem access={access} />).replaceAll(/<[^>]*>/gu, '|');
}

test('an access says who read what, by which way and why', () => {
  const text = shown({ reason: 'жалоба родителей' });
  expect(text).toContain('|Ольга: чтение|');
  expect(text).toContain('|Алгебра|');
  expect(text).toContain('|Причина: жалоба родителей|');
  expect(text).toContain('|203.0.113.7 · GET /v1/school/chats/{id}/messages|');
});

test('an access to all chats has no link to one', () => {
  const text = shown({ action: 'searched', chat: null });
  expect(text).toContain('|Ольга: поиск|');
  expect(text).toContain('|Все чаты|');
  expect(text).toContain('|Причина не названа|');
  expect(text).not.toContain('История чата');
});

test('a program is named by its key', () => {
  const text = shown({ reader: null, via_key: 'отчёты', action: 'downloaded', attachment_id: 9 });
  expect(text).toContain('|Программа: скачивание файла|');
  expect(text).toContain('|Алгебра · файл 9|');
  expect(text).toContain('через ключ отчёты');
});

test('an action of a newer server has its own name', () => {
  expect(shown({ action: 'printed' })).toContain('|Ольга: printed|');
});
