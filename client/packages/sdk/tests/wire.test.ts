import { execFileSync } from 'node:child_process';

import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { expect, test } from 'vitest';
import { serverBinary } from '@vestnik/testing';

test.each([
  ['the school', ['--of', 'school'], '../src/realms/school/wire.ts'],
  ['the native API', ['--native'], '../src/http/wire.ts'],
])('the wire types of %s are those of the server', async (_api, options, file) => {
  const document = JSON.parse(
    execFileSync(serverBinary(), ['openapi', ...options], { encoding: 'utf8' }),
  ) as OpenAPI3;
  const types = header(options) + astToString(await openapiTS(document));
  await expect(types).toMatchFileSnapshot(file);
});

function header(options: readonly string[]): string {
  return `/**
 * The wire's types, from the document that \`vestnik openapi ${options.join(' ')}\` prints.
 * Made by \`npm run wire\`; a test fails when they are stale.
 */

`;
}
