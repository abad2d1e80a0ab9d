import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { contractDocument } from '@vestnik/testing';
import { expect, expectTypeOf, test } from 'vitest';

import type {
  Conversation,
  Message,
  NewConversation,
  NewMessage,
} from '../src/model/types/chat.ts';
import type { components } from './wire.ts';

type Schemas = components['schemas'];

test('the compared document is the server’s', async () => {
  const document = contractDocument('campus') as OpenAPI3;
  const schemas = await openapiTS({ ...document, paths: {} });
  await expect(astToString(schemas)).toMatchFileSnapshot('./wire.ts');
});

test('the types match the server’s document', () => {
  expectTypeOf<Schemas['CampusMessage']>().toExtend<Message>();
  expectTypeOf<Schemas['CampusConversation']>().toExtend<Conversation>();
  expectTypeOf<NewMessage>().toExtend<Schemas['CampusNewMessage']>();
  expectTypeOf<NewConversation>().toExtend<Schemas['CampusNewConversation']>();
});
