/** The examples in the READMEs of the packages compile as they stand there. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';
import { expect, test } from 'vitest';

const PACKAGES = fileURLToPath(new URL('../../packages/', import.meta.url));

/** All `tsx` examples, each as a file of its package. */
function examples(): Map<string, string> {
  const files = new Map<string, string>();
  for (const name of ['sdk', 'kit', 'desk']) {
    const readme = readFileSync(`${PACKAGES}${name}/README.md`, 'utf8');
    for (const [index, [, code = '']] of [...readme.matchAll(/```tsx\n(.*?)```/gs)].entries()) {
      files.set(`${PACKAGES}${name}/src/example${index}.tsx`, code);
    }
  }
  return files;
}

function compilerOptions(): ts.CompilerOptions {
  const path = fileURLToPath(new URL('../../tsconfig.base.json', import.meta.url));
  const { config } = ts.readConfigFile(path, (file) => ts.sys.readFile(file)) as {
    config: { compilerOptions: Record<string, unknown> };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, PACKAGES);
  // TypeScript looks for `types` from the folder of the configuration.
  return { ...options, types: ['vite/client'], configFilePath: `${PACKAGES}kit/tsconfig.json` };
}

test('the examples of the READMEs compile', () => {
  const files = examples();
  expect(files.size).toBeGreaterThanOrEqual(3);
  const options = compilerOptions();
  const base = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...base,
    fileExists: (name) => files.has(name) || base.fileExists(name),
    readFile: (name) => files.get(name) ?? base.readFile(name),
    getSourceFile: (name, language, ...rest) => {
      const code = files.get(name);
      return code === undefined
        ? base.getSourceFile(name, language, ...rest)
        : ts.createSourceFile(name, code, language);
    },
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const problems = [...files.keys()].flatMap((name) => {
    const source = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  expect(
    problems.map(({ file, messageText }) =>
      [file?.fileName ?? '', ts.flattenDiagnosticMessageText(messageText, '\n')].join(': '),
    ),
  ).toEqual([]);
});
