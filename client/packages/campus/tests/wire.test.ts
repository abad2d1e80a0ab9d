import { expectTypeOf, test } from 'vitest';

import type { components } from '../../sdk/src/core/wire.ts';
import type {
  Conversation,
  Message,
  NewConversation,
  NewMessage,
} from '../src/model/types/chat.ts';

type Schemas = components['schemas'];

test('the types are those of the server’s document', () => {
  expectTypeOf<Schemas['CampusMessage']>().toExtend<Message>();
  expectTypeOf<Schemas['CampusConversation']>().toExtend<Conversation>();
  expectTypeOf<NewMessage>().toExtend<Schemas['CampusNewMessage']>();
  expectTypeOf<NewConversation>().toExtend<Schemas['CampusNewConversation']>();
});
