import { expect, test, vi } from 'vitest';

import { EventHandlers } from '../src/realtime/eventHandlers.ts';
import { chatRemoved } from './samples.ts';

const REMOVED = chatRemoved(1, 7);

test('a handler of an event that the stream lacks is refused', () => {
  const handlers = new EventHandlers();
  // As a program without types would call it.
  const add = () => handlers.add('constructor' as 'read', () => undefined);
  expect(add).toThrow(TypeError);
});

test('a removed handler is not called, the others of its event are', () => {
  const handlers = new EventHandlers();
  const [removed, kept, other] = [vi.fn(), vi.fn(), vi.fn()];
  const remove = handlers.add('chat_removed', removed);
  handlers.add('chat_removed', kept);
  handlers.add('chat', other);
  remove();
  handlers.emit(REMOVED);
  expect(removed).not.toHaveBeenCalled();
  expect(kept).toHaveBeenCalledExactlyOnceWith(REMOVED.data);
  expect(other).not.toHaveBeenCalled();
});
