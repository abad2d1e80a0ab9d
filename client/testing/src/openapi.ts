import { execFileSync } from 'node:child_process';

import { serverBinary } from './paths.ts';

const CODE = {
  type: 'string',
  description: 'The stable code of a refusal: see `ProblemCode` of the native API.',
};

/** The OpenAPI document of the native API. */
export function nativeDocument(): unknown {
  return JSON.parse(print('--native'));
}

/**
 * The document of an older contract. Error codes are strings: the native API's document lists them, and a
 * second list would change with each code that the server gets.
 */
export function contractDocument(realm: string): unknown {
  return JSON.parse(print('--of', realm), (name, value: unknown) =>
    name === 'ProblemCode' ? CODE : value,
  );
}

function print(...options: readonly string[]): string {
  return execFileSync(serverBinary(), ['openapi', ...options], { encoding: 'utf8' });
}
