/**
 * Starts real processes for tests: Postgres, replicas, nginx; and makes people and chats.
 *
 * Everything that was started ends with the process that started it, however that ends.
 */
export { RequestFailed, request } from './request.ts';
export type { RequestOptions } from './request.ts';
export { boxAtRest } from './boxAtRest.ts';
export type { Box } from './boxAtRest.ts';
export { chromium } from './browser.ts';
export { Database } from './database.ts';
export { eventually } from './eventually.ts';
export { createTempDir } from './folders.ts';
export { ManagedProcess } from './managedProcess.ts';
export { builtApp, builtSite, findInPath, freePort, serverBinary } from './paths.ts';
export { Replica } from './replica.ts';
export { Nginx } from './nginx.ts';
export { contractDocument, nativeDocument } from './openapi.ts';
export { School } from './school.ts';
export { SlowLine } from './slowLine.ts';
export { storedCopies, type StoredCopy } from './storedCopies.ts';
export { PageErrorMonitor } from './pageErrors.ts';
export type { Lesson, LoggedMessage, Message, Person, Role } from './people.ts';
