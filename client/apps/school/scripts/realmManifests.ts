import { readFileSync } from 'node:fs';

import type { Plugin } from 'vite';

import { OTHERS, type RealmApp } from '../src/app/realmApps.ts';

const SOURCE = new URL('../public/manifest.webmanifest', import.meta.url);

/** Under the icon of each installed application. */
const NAMES: Readonly<Record<string, string>> = {
  messenger: 'Вестник: мессенджер',
  direct: 'Вестник: личные чаты',
};

interface Manifest {
  readonly name: string;
  readonly share_target: object;
}

/** Writes the manifest of each application beside the school's, made of that one. */
export function realmManifests(): Plugin {
  return {
    name: 'school:realm-manifests',
    apply: 'build',
    generateBundle() {
      const school = JSON.parse(readFileSync(SOURCE, 'utf8')) as Manifest;
      for (const app of OTHERS) {
        const source = JSON.stringify(manifestOf(app, school));
        this.emitFile({ type: 'asset', fileName: `${app.realm}.webmanifest`, source });
      }
    },
  };
}

/** It begins at the application's own page, which takes what is shared too. */
function manifestOf({ realm, base }: RealmApp, school: Manifest): object {
  const root = `${base}/`;
  return {
    ...school,
    name: NAMES[realm] ?? school.name,
    description: 'Личные и рабочие чаты',
    id: root,
    start_url: root,
    scope: root,
    share_target: { ...school.share_target, action: `${base}/share` },
  };
}
