import { execFileSync } from 'node:child_process';

import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { expect, test } from 'vitest';
import { vestnik } from '@vestnik/testing';

const HEADER = `/**
 * The wire's types, from the document that \`vestnik openapi --of school\` prints.
 * Made by \`npm run wire\`; a test fails when they are stale.
 */

`;

test('the wire types are those of the server', async () => {
  const document = JSON.parse(
    execFileSync(vestnik(), ['openapi', '--of', 'school'], { encoding: 'utf8' }),
  ) as OpenAPI3;
  const types = HEADER + astToString(await openapiTS(document));
  await expect(types).toMatchFileSnapshot('../src/core/wire.ts');
});
