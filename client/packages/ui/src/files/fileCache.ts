import type { ReadFile } from './FileReaderContext.ts';

export interface FileCacheLimits {
  readonly files: number;
  readonly bytes: number;
}

const LIMITS: FileCacheLimits = { files: 40, bytes: 64 * 1024 * 1024 };

/** The files used last, in memory. One that takes more than a quarter of the room is not kept. */
export class FileCache {
  readonly #read: ReadFile;
  readonly #limits: FileCacheLimits;
  readonly #files = new Map<string, Promise<Blob>>();
  readonly #sizes = new Map<string, number>();

  constructor(read: ReadFile, limits = LIMITS) {
    this.#read = read;
    this.#limits = limits;
  }

  readonly read: ReadFile = async (path) => {
    const reading = this.#files.get(path) ?? this.#begin(path);
    // A Map iterates in the order of insertion: the one that is used last comes last.
    this.#files.delete(path);
    this.#files.set(path, reading);
    this.#evict();
    return reading;
  };

  #begin(path: string): Promise<Blob> {
    const reading = this.#read(path);
    reading.then(
      ({ size }) => {
        if (this.#files.get(path) !== reading) return;
        if (size > this.#limits.bytes / 4) this.#drop(path);
        else this.#sizes.set(path, size);
        this.#evict();
      },
      () => {
        // A failure is tried again when the file is shown the next time.
        if (this.#files.get(path) === reading) this.#drop(path);
      },
    );
    return reading;
  }

  #evict(): void {
    let bytes = [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const path of this.#files.keys()) {
      if (this.#files.size <= this.#limits.files && bytes <= this.#limits.bytes) break;
      bytes -= this.#sizes.get(path) ?? 0;
      this.#drop(path);
    }
  }

  #drop(path: string): void {
    this.#files.delete(path);
    this.#sizes.delete(path);
  }
}
