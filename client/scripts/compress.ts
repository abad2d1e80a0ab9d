import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { gzipAsync } from '@gfx/zopfli';
import type { Plugin, ResolvedConfig } from 'vite';

const TEXT = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.webmanifest']);
/** Smaller files fit a packet or two as they are. */
const MIN_BYTES = 1024;
/** Beyond this, Zopfli's 4 % are worth its seconds: the scripts of a first load. */
const ZOPFLI_BYTES = 128 * 1024;

/** Writes `.br` and `.gz` beside every text file, so that no server has to compress. */
export function compress(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'vestnik:compress',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    closeBundle: {
      // After the public folder has been copied.
      order: 'post',
      async handler() {
        for (const file of textFiles(config.build.outDir)) {
          const content = readFileSync(file);
          if (content.length <= MIN_BYTES) continue;
          writeFileSync(`${file}.gz`, await gzip(content));
          writeFileSync(`${file}.br`, brotli(content));
        }
      },
    },
  };
}

async function gzip(content: Buffer): Promise<Uint8Array> {
  if (content.length < ZOPFLI_BYTES) return gzipSync(content, { level: 9 });
  return gzipAsync(content, { numiterations: 5 });
}

function textFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && TEXT.has(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name));
}

function brotli(content: Buffer): Buffer {
  return brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
}
