import 'fake-indexeddb/auto';

import { expect, test } from 'vitest';

import { EventBuffer } from '../src/sync/eventBuffer.ts';
import { LocalCopies } from '../src/sync/localCopies.ts';
import { Store } from '../src/sync/store.ts';

test('a store that was filled before it is followed is stored', async () => {
  const copies = new LocalCopies({
    name: 'copies',
    userId: 1,
    buffer: new EventBuffer(),
    isLeader: () => true,
  });
  const store = new Store<string[]>([]);
  store.set(['filled']);
  copies.follow('chat:1', store, () => ({ value: [], asOf: '1-0' }));
  await copies.flush();
  expect(await copies.read('chat:1', 'list')).toMatchObject({ value: [], asOf: '1-0' });
  copies.close();
});
