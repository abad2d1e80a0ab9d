import { gzipSync } from 'node:zlib';

import type { Plugin, Rolldown } from 'vite';

interface SizeLimitOptions {
  /** Of all script that has to be there before the page shows anything, by gzip. */
  firstLoadKilobytes: number;
}

/** Says how much is loaded first, and fails the build where that is too much. */
export function sizeLimit({ firstLoadKilobytes }: SizeLimitOptions): Plugin {
  const kilobytes = ({ code }: Rolldown.OutputChunk) => gzipSync(code, { level: 9 }).length / 1000;
  return {
    name: 'vestnik:size-limit',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const first = firstLoad(chunks);
      const total = sum([...first].map(kilobytes));
      const later = chunks.filter((chunk) => !first.has(chunk));
      this.info(`first load: ${total.toFixed(1)} KB of script by gzip`);
      this.info(`on demand: ${sum(later.map(kilobytes)).toFixed(1)} KB in ${later.length} chunks`);
      if (total > firstLoadKilobytes) {
        this.error(`first load is over its ${firstLoadKilobytes} KB`);
      }
    },
  };
}

/** The entry and whatever it imports outright. */
function firstLoad(chunks: readonly Rolldown.OutputChunk[]): Set<Rolldown.OutputChunk> {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const found = new Set(chunks.filter((chunk) => chunk.isEntry));
  // What is added on the way is visited as well.
  for (const chunk of found) {
    for (const name of chunk.imports) {
      const imported = byName.get(name);
      if (imported) found.add(imported);
    }
  }
  return found;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
