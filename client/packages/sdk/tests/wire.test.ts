import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { expect, test } from 'vitest';
import { contractDocument, nativeDocument } from '@vestnik/testing';

test.each([
  ['the school', '--of school', () => contractDocument('school'), '../src/realms/school/wire.ts'],
  ['the native API', '--native', nativeDocument, '../src/http/wire.ts'],
])('the wire types of %s are those of the server', async (_api, options, read, file) => {
  const types = header(options) + astToString(await openapiTS(read() as OpenAPI3));
  await expect(types).toMatchFileSnapshot(file);
});

function header(options: string): string {
  return `/**
 * The wire's types, from the document that \`vestnik openapi ${options}\` prints.
 * Made by \`npm run wire\`; a test fails when they are stale.
 */

`;
}
