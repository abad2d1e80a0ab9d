import { parseSync, type Plugin } from 'vite';

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

interface Words extends Node {
  readonly properties: readonly { readonly key: { readonly name: string }; readonly value: Node }[];
}

interface Call extends Node {
  readonly callee: { readonly name?: string };
  readonly arguments: readonly [Words];
}

/**
 * Leaves the words of one language in `defineStrings({ ru, en })`: a page shows one, which it knows
 * before it loads the application.
 */
export function oneLanguage(language: 'ru' | 'en'): Plugin {
  return {
    name: 'market:one-language',
    // Without types, which the parser does not know.
    enforce: 'post',
    transform: {
      filter: { code: /\bdefineStrings\(\{/, id: { exclude: /\/i18n\/strings\.ts$/ } },
      handler(code) {
        const others = callsIn(parseSync('words.js', code).program)
          .flatMap(({ arguments: [words] }) => words.properties)
          .filter(({ key }) => key.name !== language);
        if (others.length === 0) this.error('defineStrings without two languages');
        return others.reduceRight(
          (text, { value }) => `${text.slice(0, value.start)}{}${text.slice(value.end)}`,
          code,
        );
      },
    },
  };
}

function callsIn(node: unknown): Call[] {
  if (typeof node !== 'object' || node === null) return [];
  if (isDefinition(node)) return [node];
  return Object.values(node).flatMap(callsIn);
}

function isDefinition(node: object): node is Call {
  const { type, callee } = node as Partial<Call>;
  return type === 'CallExpression' && callee?.name === 'defineStrings';
}
