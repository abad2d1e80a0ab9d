/** REST as a test needs it: JSON in, JSON out, anything but success is an error. */

export interface RequestOptions {
  readonly token?: string;
  readonly body?: unknown;
}

/** Answered, but not with success. */
export class RequestFailed extends Error {
  readonly status: number;
  /** The stable code of the problem document, or ''. */
  readonly code: string;

  constructor(what: string, status: number, text: string) {
    super(`${what}: ${status} ${text}`);
    this.status = status;
    this.code = /"code":\s*"([^"]*)"/.exec(text)?.[1] ?? '';
  }
}

/** Asks, and returns the body: `T` is what the caller knows of the route. */
export async function request<T>(
  method: string,
  url: string,
  { token, body }: RequestOptions = {},
): Promise<T> {
  const headers: Record<string, string> = {};
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new RequestFailed(`${method} ${url}`, response.status, text);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
