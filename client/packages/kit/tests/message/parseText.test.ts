import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Block, Inline, Range } from '../../src/message/text/nodes.ts';
import { splitLinks } from '../../src/message/text/links.ts';
import { parseText } from '../../src/message/text/parseText.ts';

/** What the blocks show, marks left out: `strong(…)`, `code(…)`, … */
function outline(text: string, names: readonly string[] = []): string[] {
  const mentions = names.map((name, id) => ({ id, name }));
  return parseText(text, mentions, splitLinks).map((block) => outlineBlock(text, block));
}

function outlineBlock(text: string, block: Block): string {
  const line = (nodes: readonly Inline[]) => outlineInline(text, nodes);
  switch (block.kind) {
    case 'paragraph':
      return line(block.children);
    case 'quote':
      return `quote(${block.lines.map(line).join('|')})`;
    case 'list':
      return `list${block.start ?? ''}(${block.items.map(line).join('|')})`;
    default:
      return `${block.kind}(${text.slice(block.from, block.to)})`;
  }
}

function outlineInline(text: string, nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if ('children' in node) return `${node.kind}(${outlineInline(text, node.children)})`;
      const part = text.slice(node.from, node.to);
      return node.kind === 'text' ? part : `${node.kind}(${part})`;
    })
    .join('');
}

function leavesOf(blocks: readonly Block[]): Range[] {
  const inline = (nodes: readonly Inline[]): Range[] =>
    nodes.flatMap((node) => ('children' in node ? inline(node.children) : [node]));
  return blocks.flatMap((block) => {
    if (block.kind === 'paragraph') return inline(block.children);
    if (block.kind === 'quote') return block.lines.flatMap(inline);
    if (block.kind === 'list') return block.items.flatMap(inline);
    return [block];
  });
}

describe('inline marks', () => {
  it.each([
    ['**b** and _i_', 'strong(b) and em(i)'],
    ['**b _i_ b**', 'strong(b em(i) b)'],
    ['_a **b_ c**', 'em(a **b) c**'],
    ['snake_case_name', 'snake_case_name'],
    ['2 ** 3 ** 4', '2 ** 3 ** 4'],
    ['**open', '**open'],
    ['** a**', '** a**'],
    ['**a\nb**', '**a\nb**'],
    ['`**x**`', 'code(`**x**`)'],
    ['``a`b``', 'code(``a`b``)'],
    ['`open', '`open'],
    ['` `', '` `'],
    ['```x```', 'code(```x```)'],
  ])('parses %j', (text, expected) => {
    expect(outline(text).join('¶')).toBe(expected);
  });

  it('keeps marks within a link', () => {
    const text = 'https://a.ru/_x_**y** _z_';
    expect(outline(text)).toEqual(['link(https://a.ru/_x_**y**) em(z)']);
  });

  it.each([
    ['$x^2$', 'formula($x^2$)'],
    ['$$x$$', 'formula($$x$$)'],
    ['$5 and $10', '$5 and $10'],
    ['$5-$10', '$5-$10'],
    ['$ x $', '$ x $'],
    [`$${'x'.repeat(1001)}$`, `$${'x'.repeat(1001)}$`],
  ])('separates formulas from money: %#', (text, expected) => {
    expect(outline(text)).toEqual([expected]);
  });

  it('finds the longest mentioned name in any case', () => {
    const text = '@анна соколова, @Анна! @Аннабель a@Анна @Борис';
    expect(outline(text, ['Анна', 'Анна Соколова'])).toEqual([
      'mention(@анна соколова), mention(@Анна)! @Аннабель a@Анна @Борис',
    ]);
  });
});

describe('blocks', () => {
  it.each([
    ['a\nb\n\nc', ['a\nb\n\nc']],
    ['> a\n> b\nc', ['quote(a|b)', 'c']],
    ['- a\n* b\n\nc', ['list(a|b)', 'c']],
    ['3. a\n4) b', ['list3(a|b)']],
    ['-a\n1.b', ['-a\n1.b']],
    ['```js\na\n\nb\n```\nc', ['codeBlock(a\n\nb)', 'c']],
    ['```\n```', ['codeBlock()']],
    ['```\nopen', ['```\nopen']],
    ['$$\nx\n$$', ['formulaBlock(x)']],
    ['$$\nopen', ['$$\nopen']],
  ])('parses %j', (text, expected) => {
    expect(outline(text)).toEqual(expected);
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    '**',
    '_',
    '`',
    '```',
    '$',
    '$$',
    '\\',
    '\n',
    '> ',
    '- ',
    '1. ',
    '@Анна',
    'https://a.ru',
    ' ',
    'слово',
    '😀',
    '5',
  );
  const anyText = fc
    .array(fc.oneof({ weight: 4, arbitrary: piece }, fc.string({ unit: 'binary' })), {
      maxLength: 40,
    })
    .map((pieces) => pieces.join(''));
  const mentions = [{ id: 1, name: 'Анна' }];

  it('is shown in order, without anything but marks left out', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let end = 0;
        for (const { from, to } of leavesOf(parseText(text, mentions, splitLinks))) {
          expect(from).toBeGreaterThanOrEqual(end);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(text.slice(end, from)).toMatch(MARKS);
          end = to;
        }
        expect(text.slice(end)).toMatch(MARKS);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** What may stand between two shown parts. */
const MARKS = /^(?:\s|[*_>$•-]|`|\d{1,9}[.)]|(?<=^|\n)```[\w+#.-]*(?=\s))*$/u;

describe('hostile text', () => {
  // A quadratic parser needs minutes for these, and so the test fails by its time limit.
  const LENGTH = 100_000;
  const repeated = (part: string) => part.repeat(Math.ceil(LENGTH / part.length));

  it.each([
    '**a _',
    '_a ',
    '`a ``b ',
    '$a ',
    '$a $',
    '$$a ',
    '```\n',
    '```x\n',
    '$$\n',
    '> ',
    '> a\n',
    'a\n',
    '\n',
    '- a\n',
    '@',
    '@a',
    'a@b.ru',
    'http://',
    '**',
    '***a***',
    '_*',
    '`',
    '$',
  ])('%j again and again is parsed in linear time', (part) => {
    const text = repeated(part);
    const leaves = leavesOf(parseText(text, mentionsOf(50), splitLinks));
    expect(leaves.length).toBeLessThanOrEqual(text.length);
  });

  it('a run of backticks of every length is parsed', () => {
    const runs = Array.from({ length: 600 }, (_, length) => '`'.repeat(length + 1)).join(' ');
    expect(leavesOf(parseText(runs)).length).toBeGreaterThan(0);
  });
});

function mentionsOf(count: number) {
  return Array.from({ length: count }, (_, id) => ({ id, name: `a${id}` }));
}
