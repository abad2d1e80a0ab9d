import type { ScheduledEntry } from '@vestnik/sdk';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';

import { ScheduledItem } from '../../src/app/conversation/scheduled/ScheduledItem.tsx';

function shown(fields: Partial<ScheduledEntry>, canSend = true): string {
  const entry: ScheduledEntry = {
    id: 1,
    chat_id: 40,
    text: 'Позже',
    attachments: [],
    reply_to: null,
    send_at: '2030-12-01T06:00:00.000Z',
    state: 'waiting',
    code: null,
    ...fields,
  };
  const act = vi.fn();
  return renderToStaticMarkup(
    <ScheduledItem
      entry={entry}
      canSend={canSend}
      isSending={false}
      onSendNow={act}
      onChange={act}
      onDelete={act}
    />,
  );
}

test('a message that waits has no reason of a refusal', () => {
  expect(shown({})).toContain('Позже');
  expect(shown({})).not.toContain('Не отправлено');
});

test('a refused message says why, if that is known', () => {
  const refused = (code: string | null) => shown({ state: 'failed', code });
  expect(refused('blocked')).toContain('Не отправлено. Собеседник заблокировал вас');
  expect(refused('send_at_missed')).toContain('Не отправлено. Сервер не работал в это время');
  for (const unknown of [null, 'new_code']) {
    expect(refused(unknown)).toMatch(/Не отправлено\. ?<\/p>/);
  }
});

test('who may not write any more can only delete', () => {
  expect(shown({})).toContain('Отправить сейчас');
  const left = shown({}, false);
  expect(left).not.toContain('Отправить сейчас');
  expect(left).not.toContain('Изменить');
  expect(left).toContain('Удалить');
});
