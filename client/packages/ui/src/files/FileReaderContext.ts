import { createContext } from 'react';

/** Reads a file of the server. Rejects if that is impossible. */
export type ReadFile = (path: string) => Promise<Blob>;

/**
 * Reads files where the browser's own requests, those of images and links, would be refused: they
 * do not have the token. Null where they have the cookies of the page.
 */
export const FileReaderContext = createContext<ReadFile | null>(null);
