import type { CopyKind, CopyValues } from './copyGuards.ts';
import type { StoredCopy } from './copyProgress.ts';
import type { LocalCopies, LocalCopiesOptions } from './localCopies.ts';

/** Local copies whose code is loaded when they are made. Without it nothing is stored. */
export class LazyCopies implements Pick<LocalCopies, keyof LocalCopies> {
  readonly #copies: Promise<LocalCopies | null>;

  constructor(options: LocalCopiesOptions) {
    this.#copies = import('./localCopies.ts').then(
      ({ LocalCopies }) => new LocalCopies(options),
      () => null,
    );
  }

  async resumeAfter(): ReturnType<LocalCopies['resumeAfter']> {
    return (await this.#copies)?.resumeAfter() ?? null;
  }

  async read<Kind extends CopyKind>(
    name: string,
    kind: Kind,
  ): Promise<StoredCopy<CopyValues[Kind]> | null> {
    return (await this.#copies)?.read(name, kind) ?? null;
  }

  async readHistories(): ReturnType<LocalCopies['readHistories']> {
    return (await this.#copies)?.readHistories() ?? [];
  }

  follow(...parameters: Parameters<LocalCopies['follow']>): () => void {
    const following = this.#copies.then((copies) => copies?.follow(...parameters));
    return () => void following.then((stop) => stop?.());
  }

  write(name: string, value: unknown): void {
    void this.#copies.then((copies) => {
      copies?.write(name, value);
    });
  }

  store(...parameters: Parameters<LocalCopies['store']>): void {
    void this.#copies.then((copies) => {
      copies?.store(...parameters);
    });
  }

  async flush(): Promise<void> {
    await (await this.#copies)?.flush();
  }

  close(): void {
    void this.#copies.then((copies) => {
      copies?.close();
    });
  }
}
