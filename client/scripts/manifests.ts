import { readdirSync, readFileSync } from 'node:fs';

import type { Plugin } from 'vite';

/** The school's, which is written by hand. */
const PUBLIC = new URL('../apps/school/public/', import.meta.url);

/** An application that is installed by itself. */
export interface InstalledApp {
  /** Of its manifest, in the folder of the build. */
  readonly fileName: string;
  readonly name: string;
  /** Under its icon; absent: that of the school. */
  readonly shortName?: string;
  readonly description: string;
  /** The address of its first page; all its pages are below. */
  readonly root: string;
  /** The address that takes what other applications share; absent: none does. */
  readonly share?: string;
}

interface Icon {
  readonly src: string;
}

interface Manifest {
  readonly icons: readonly Icon[];
  readonly share_target: object;
}

/** Writes the manifests of applications, made of the school's. */
export function manifests(apps: readonly InstalledApp[]): Plugin {
  let base = '/';
  return {
    name: 'vestnik:manifests',
    apply: 'build',
    configResolved(config) {
      base = config.base;
    },
    generateBundle() {
      const school = JSON.parse(
        readFileSync(new URL('manifest.webmanifest', PUBLIC), 'utf8'),
      ) as Manifest;
      for (const app of apps) {
        const source = JSON.stringify(manifestOf(app, school, base));
        this.emitFile({ type: 'asset', fileName: app.fileName, source });
      }
    },
  };
}

/** Copies the icons of the school into a build that stands beside it. */
export function sharedIcons(): Plugin {
  const icons = new URL('icons/', PUBLIC);
  return {
    name: 'vestnik:icons',
    apply: 'build',
    generateBundle() {
      for (const name of readdirSync(icons)) {
        const source = readFileSync(new URL(name, icons));
        this.emitFile({ type: 'asset', fileName: `icons/${name}`, source });
      }
    },
  };
}

function manifestOf(
  { name, shortName, description, root, share }: InstalledApp,
  { share_target, icons, ...school }: Manifest,
  base: string,
): object {
  return {
    ...school,
    name,
    ...(shortName !== undefined && { short_name: shortName }),
    description,
    id: root,
    start_url: root,
    scope: root,
    icons: icons.map((icon) => ({ ...icon, src: base + icon.src.slice(1) })),
    ...(share !== undefined && { share_target: { ...share_target, action: share } }),
  };
}
