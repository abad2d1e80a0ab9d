import { expect, test } from 'vitest';

import { ReadMarkQueue } from '../src/sync/readMarkQueue.ts';

/** A queue, and the marks that it sends, each of which waits for its answer. */
function queue(): { queue: ReadMarkQueue; sent: number[]; answer: () => Promise<void> } {
  const sent: number[] = [];
  const waiting: (() => void)[] = [];
  const marks = new ReadMarkQueue((_chatId, upToId) => {
    sent.push(upToId);
    return new Promise<void>((resolve) => {
      waiting.push(resolve);
    });
  });
  const answer = async (): Promise<void> => {
    waiting.shift()?.();
    // What follows the answer is done in the turns after it.
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { queue: marks, sent, answer };
}

test('a known mark is not sent again', async () => {
  const { queue: marks, sent, answer } = queue();
  marks.mark(1, 9);
  await answer();
  marks.mark(1, 9);
  marks.mark(1, 8);
  expect(sent).toEqual([9]);
});

test('of the marks that wait the newest is sent', async () => {
  const { queue: marks, sent, answer } = queue();
  for (const id of [7, 8, 9]) marks.mark(1, id);
  await answer();
  expect(sent).toEqual([7, 9]);
});

test('a forgotten mark is sent again, and not while another is on its way', async () => {
  const { queue: marks, sent, answer } = queue();
  for (const id of [8, 9]) marks.mark(1, id);
  let isForgotten = false;
  const forgetting = marks.forget(1).then(() => {
    isForgotten = true;
  });
  await Promise.resolve();
  expect(isForgotten).toBe(false);
  await answer();
  await forgetting;
  expect(sent).toEqual([8]);
  marks.mark(1, 8);
  expect(sent).toEqual([8, 8]);
});
