import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { expect, test } from 'vitest';
import { contractDocument, nativeDocument } from '@vestnik/testing';

const EXTENSIBLE = 'x-extensible-enum';

test.each([
  ['the school', '--of school', () => contractDocument('school'), '../src/realms/school/wire.ts'],
  ['the native API', '--native', nativeDocument, '../src/http/wire.ts'],
])('the wire types of %s are those of the server', async (_api, options, read, file) => {
  const document = JSON.parse(JSON.stringify(read()), withKnownValues) as OpenAPI3;
  const types = header(options) + astToString(await openapiTS(document));
  await expect(types).toMatchFileSnapshot(file);
});

/** The types name the values that the clients know: what the server adds later, they handle by default. */
function withKnownValues(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !(EXTENSIBLE in value)) return value;
  return { ...value, enum: value[EXTENSIBLE] };
}

function header(options: string): string {
  return `/**
 * The wire's types, from the document that \`vestnik openapi ${options}\` prints.
 * Made by \`npm run wire\`; a test fails when they are stale.
 */

`;
}
