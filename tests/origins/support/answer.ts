/** Requests as a client of an origin makes them: whatever the answer, it is looked at. */

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface Call {
  readonly token?: string;
  readonly body?: unknown;
}

/** Asks; the body is what the caller expects in the answer, or undefined if it is empty. */
export async function ask<Body = unknown>(
  method: string,
  url: string,
  { token, body }: Call = {},
): Promise<Answer<Body>> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, body: (text === '' ? undefined : JSON.parse(text)) as Body };
}
