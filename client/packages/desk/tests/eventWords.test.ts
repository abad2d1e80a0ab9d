import type { DeskPerson, TimelineEntry } from '@vestnik/sdk/desk';
import { nativeDocument } from '@vestnik/testing';
import { expect, test } from 'vitest';

import { describeEvent } from '../src/audit/eventWords.ts';
import words from '../src/audit/eventWords.json';

interface NativeDocument {
  components: {
    schemas: { TimelineEntry: { properties: { kind: { 'x-kinds': string[] } } } };
  };
}

/** The kinds of events that the server knows. */
function kindsOfServer(): string[] {
  const document = nativeDocument() as NativeDocument;
  return document.components.schemas.TimelineEntry.properties.kind['x-kinds'];
}

const ANNA: DeskPerson = { id: 1, name: 'Anna', role: 'teacher' };
const IVAN: DeskPerson = { id: 2, name: 'Ivan', role: 'student' };

function described(language: 'ru' | 'en', parts: Partial<TimelineEntry>): string {
  const entry: TimelineEntry = {
    position: 7,
    at: '2026-11-20T10:00:00Z',
    kind: 'message_sent',
    actor: ANNA,
    via_key: null,
    description: 'in English',
    text: null,
    state: null,
    message_id: null,
    reply_to: null,
    user: null,
    participants: [],
    details: {},
    files: [],
    ...parts,
  };
  return describeEvent(entry, language, ({ name }) => name ?? '?');
}

test('every kind of event has words in every language', () => {
  const kinds = kindsOfServer();
  expect(kinds).toContain('message_sent');
  const known: Readonly<Record<string, { ru: string; en: string } | undefined>> = words.kinds;
  const missing = kinds.flatMap((kind) =>
    (['ru', 'en'] as const)
      .filter((language) => (known[kind]?.[language] ?? '') === '')
      .map((language) => `${kind}: ${language}`),
  );
  expect(missing).toEqual([]);
});

test('there are words for no other kind', () => {
  const kinds = kindsOfServer();
  const named = Object.keys(words.kinds).map((key) => key.replace(/:own$/u, ''));
  expect(named.filter((kind) => !kinds.includes(kind))).toEqual([]);
});

test.each<[Partial<TimelineEntry>, string, string]>([
  [{ kind: 'message_pinned', message_id: 5 }, 'закреплено сообщение 5', 'pinned message 5'],
  [{ reply_to: 3 }, 'сообщение в ответ на сообщение 3', 'wrote in reply to message 3'],
  [{ details: { type: 'file' } }, 'сообщение', 'wrote'],
  [
    { kind: 'reaction_added', message_id: 5, details: { emoji: '👍', count: 1 } },
    'реакция 👍 на сообщение 5',
    'reacted with 👍 to message 5',
  ],
  [
    { kind: 'poll_voted', message_id: 5, details: { options: '1, 3' } },
    'голос в опросе 5: 1, 3',
    'voted in poll 5: 1, 3',
  ],
  [
    { kind: 'poll_voted', message_id: 5, details: { options: 'none' } },
    'голос в опросе 5: отозван',
    'voted in poll 5: taken back',
  ],
  [{ details: { poll: true } }, 'сообщение (опрос)', 'wrote (poll)'],
  [
    { kind: 'participant_joined', user: IVAN, details: { role: 'owner' } },
    'в чат добавлен: Ivan (2) — владелец',
    'added Ivan (2) as owner',
  ],
  [{ kind: 'participant_left', user: IVAN }, 'из чата исключён: Ivan (2)', 'removed Ivan (2)'],
  [{ kind: 'participant_left', user: ANNA }, 'выход из чата', 'left'],
  [
    {
      kind: 'chat_created',
      details: { type: 'group', title: 'owner' },
      participants: [
        { person: ANNA, role: 'teacher' },
        { person: IVAN, role: 'dean' },
      ],
    },
    'создание чата (группа) «owner»: Anna (1) — преподаватель, Ivan (2) — dean',
    'created the chat (group) “owner” with Anna (1) — teacher, Ivan (2) — dean',
  ],
  [
    {
      kind: 'chat_settings_changed',
      details: { muted_until: '2026-11-21T10:00:00.000Z', pinned: false, archived: true },
    },
    'свои настройки чата, без звука, в архиве',
    'set the chat for themselves, muted, archived',
  ],
  [{ kind: 'a_later_kind' }, 'in English', 'in English'],
])('%o is described', (parts, russian, english) => {
  expect(described('ru', parts)).toBe(russian);
  expect(described('en', parts)).toBe(english);
});
