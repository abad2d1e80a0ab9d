/** No file imports itself by way of others: types and what is loaded later count as well. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';
import { expect, test } from 'vitest';

const CLIENT = fileURLToPath(new URL('../../', import.meta.url));

const FOLDERS = ['packages', 'apps']
  .flatMap((group) => readdirSync(join(CLIENT, group)).map((name) => join(group, name, 'src')))
  .filter((folder) => existsSync(join(CLIENT, folder)));

function sourcesOf(folder: string): string[] {
  return readdirSync(join(CLIENT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(CLIENT, folder, name));
}

/** What a file names in `import … from`, `export … from` and `import()`. */
function specifiersOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : undefined;
    if (specifier !== undefined && ts.isStringLiteral(specifier)) found.push(specifier.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The files of a folder that each of them imports. */
function importsOf(folder: string): Map<string, string[]> {
  const files = new Set(sourcesOf(folder));
  const pairs = [...files].map((file): [string, string[]] => {
    const imported = specifiersOf(file).map((specifier) => resolve(dirname(file), specifier));
    return [file, imported.filter((other) => files.has(other))];
  });
  return new Map(pairs);
}

/** Circles, each as its files in the order in which they import each other. */
function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const path: string[] = [];
  const visited = new Set<string>();
  const visit = (file: string): void => {
    const start = path.indexOf(file);
    if (start >= 0) circles.push(path.slice(start));
    if (visited.has(file)) return;
    visited.add(file);
    path.push(file);
    for (const next of imports.get(file) ?? []) visit(next);
    path.pop();
  };
  for (const file of imports.keys()) visit(file);
  return circles;
}

test.each(FOLDERS)('%s has no circle of imports', (folder) => {
  const imports = importsOf(folder);
  expect(imports.size).toBeGreaterThan(0);
  const circles = circlesOf(imports).map((files) =>
    files.map((file) => relative(join(CLIENT, folder), file)),
  );
  expect(circles).toEqual([]);
});
