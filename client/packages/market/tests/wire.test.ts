import { execFileSync } from 'node:child_process';

import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { vestnik } from '@vestnik/testing';
import { expect, test } from 'vitest';

test('the types are those of the server’s document', async () => {
  const args = ['openapi', '--of', 'market'];
  const document = JSON.parse(execFileSync(vestnik(), args, { encoding: 'utf8' })) as OpenAPI3;
  await expect(astToString(await openapiTS(document))).toMatchFileSnapshot('../src/wire.ts');
});
