import type { Page } from '@playwright/test';

/** A list or a history that a browser stores. */
export interface StoredCopy {
  readonly name: string;
  readonly json: string;
}

/** The lists and histories that a browser stores of a realm. */
export async function storedCopies(page: Page, realm: string): Promise<StoredCopy[]> {
  return page.evaluate(async (name) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => {
        resolve(request.result);
      };
      request.onerror = () => {
        reject(new Error('there is no database'));
      };
    });
    try {
      if (!database.objectStoreNames.contains('copies')) return [];
      return await new Promise<StoredCopy[]>((resolve, reject) => {
        const request = database.transaction('copies').objectStore('copies').getAll();
        request.onsuccess = () => {
          resolve(request.result as StoredCopy[]);
        };
        request.onerror = () => {
          reject(new Error('the copies cannot be read'));
        };
      });
    } finally {
      database.close();
    }
  }, `vestnik-${realm}-copies`);
}
