import type { Problem } from '../model.ts';

/** What to branch on; every code that the server may answer with. */
export type ErrorCode = Problem['code'];

/** Everything that an operation may fail with. */
export abstract class VestnikError extends Error {
  abstract readonly kind: 'api' | 'network' | 'storage' | 'internal';
  /** Whether the same request may succeed later. */
  abstract readonly isTemporary: boolean;
  /** Milliseconds that the server asks to wait before a retry, if it said so. */
  readonly retryAfter: number | null = null;
}

/** The server answered, and refused. */
export class ApiError extends VestnikError {
  override readonly name = 'ApiError';
  readonly kind = 'api';
  readonly status: number;
  readonly code: ErrorCode;
  /** In English, for developers. */
  readonly detail: string;
  override readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(`${problem.code}: ${problem.detail}`);
    this.status = problem.status;
    this.code = problem.code;
    this.detail = problem.detail;
    this.retryAfter = retryAfter;
  }

  get isTemporary(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}

/** The server did not answer, or a proxy answered for it. */
export class NetworkError extends VestnikError {
  override readonly name = 'NetworkError';
  readonly kind = 'network';
  readonly isTemporary = true;
}

/** The browser could not store or read something: its storage is full, or a file is gone. */
export class StorageError extends VestnikError {
  override readonly name = 'StorageError';
  readonly kind = 'storage';
  readonly isTemporary = true;
}

/** A defect of this package, of the application, or of the browser: no connection would help. */
export class InternalError extends VestnikError {
  override readonly name = 'InternalError';
  readonly kind = 'internal';
  readonly isTemporary = false;
}

/** Whatever was thrown, as an error of this package. What `fetch` throws: see `networkError`. */
export function toVestnikError(error: unknown): VestnikError {
  if (error instanceof VestnikError) return error;
  return isOfStorage(error)
    ? new StorageError('the browser cannot store or read something', { cause: error })
    : new InternalError('something unexpected was thrown', { cause: error });
}

/**
 * What a request, the code of a part of this package, or an application's function that gets a token
 * is rejected with: the server was not reached.
 */
export function networkError(error: unknown): VestnikError {
  if (error instanceof VestnikError) return error;
  return new NetworkError('the server cannot be reached', { cause: error });
}

/** Names of a `DOMException`: of IndexedDB, localStorage, the Cache API and files. */
const OF_STORAGE: ReadonlySet<string> = new Set([
  'QuotaExceededError',
  'NotReadableError',
  'DataCloneError',
  'UnknownError',
]);

function isOfStorage(error: unknown): boolean {
  return error instanceof Error && OF_STORAGE.has(error.name);
}

export function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

/** The error that a refusal means: its body is a problem document (RFC 9457), or foreign. */
export function errorFromResponse(response: Response, problem: unknown): VestnikError {
  if (isProblem(problem)) return new ApiError(problem, retryAfter(response));
  return new NetworkError(`HTTP ${response.status} without a problem document`);
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'status' in value &&
    typeof value.status === 'number'
  );
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}

/** The reason of an abort after which the upload is to go on: by another page, or the next one. */
export class UploadSuspended extends Error {}
