import { describe, expect, it } from 'vitest';

import { mentionsByStart } from '../../src/message/text/mentionsByStart.ts';
import type { Block, Inline, Range } from '../../src/message/text/nodes.ts';
import { parseText } from '../../src/message/text/parseText.ts';
import { LAZY_PARTS } from './lazyParts.ts';

/** What the blocks show, marks left out: `strong(…)`, `code(…)`, … */
function outline(
  text: string,
  places: readonly (readonly [start: number | null, end: number | null])[] = [],
): string[] {
  const mentions = mentionsByStart(places.map(([start, end]) => ({ user_id: 1, start, end })));
  return parseText(text, LAZY_PARTS, mentions).map((block) => outlineBlock(text, block));
}

function outlineBlock(text: string, block: Block): string {
  const line = (nodes: readonly Inline[]) => outlineInline(text, nodes);
  switch (block.kind) {
    case 'paragraph':
      return line(block.children);
    case 'quote':
      return `quote(${block.lines.map(line).join('|')})`;
    case 'list':
      return `list(${block.items
        .map(({ marker, children }) => {
          const number = block.isNumbered ? `${text.slice(marker.from, marker.to)} ` : '';
          return number + line(children);
        })
        .join('|')})`;
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
    if (block.kind === 'list') return block.items.flatMap(({ children }) => inline(children));
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
    ['**a **b** c**', '**a strong(b) c**'],
    ['_a **b** c_', 'em(a strong(b) c)'],
    ['**_a_**, _**a**_, ~~**a**~~', 'strong(em(a)), em(strong(a)), strike(strong(a))'],
    ['«_a_», (**b**): "~~c~~"!', '«em(a)», (strong(b)): "strike(c)"!'],
    ['**да**/**нет**', 'strong(да)/strong(нет)'],
    ['🔥**a**🔥 🔥_b_🔥', '🔥strong(a)🔥 🔥em(b)🔥'],
    ['з**а**мок, **кот**ик', 'зstrong(а)мок, strong(кот)ик'],
    ['**кот ики**ки', '**кот ики**ки'],
    ['__a__ ***b*** ~~~c~~~', '__a__ ***b*** ~~~c~~~'],
    ['м_л_ко _блоко', 'м_л_ко _блоко'],
    ['a.__x__ f(**a, **b)', 'a.__x__ f(**a, **b)'],
    ['(a)**2 + b**(c) 2**n**3', '(a)**2 + b**(c) 2**n**3'],
    ['¯\\_(ツ)_/¯ >_< >_> *_* o_o', '¯\\_(ツ)_/¯ >_< >_> *_* o_o'],
    ["split('_').join('_') \"**\"", "split('_').join('_') \"**\""],
    ['**-** _-_ **  **', '**-** _-_ **  **'],
    ['8(9**)***-**-** **/node_modules/**', '8(9**)***-**-** **/node_modules/**'],
    ['х**ня и б**ть', 'х**ня и б**ть'],
    ['`open', '`open'],
    ['` `', '` `'],
    ['```x```', 'code(```x```)'],
  ])('parses %j', (text, expected) => {
    expect(outline(text).join('¶')).toBe(expected);
  });

  it.each([
    ['https://a.ru/_x_**y** _z_', 'link(https://a.ru/_x_**y**) em(z)'],
    ['**https://a.ru** _https://a.ru_', 'strong(link(https://a.ru)) em(link(https://a.ru))'],
    ['~~https://a.ru/~~.', 'strike(link(https://a.ru/)).'],
    ['**_https://a.ru/b_**', 'strong(em(link(https://a.ru/b)))'],
    ['**https://a.ru/b_**', 'strong(link(https://a.ru/b_))'],
    ['(**https://a.ru/b?**)', '(strong(link(https://a.ru/b)?))'],
    ['https://a.ru/b_', 'link(https://a.ru/b_)'],
    ['_a@b.ru_ **a@b.ru**', 'em(link(a@b.ru)) strong(link(a@b.ru))'],
    ['`https://a.ru`', 'code(`https://a.ru`)'],
  ])('ends a link before the mark that closes: %s', (text, expected) => {
    expect(outline(text)).toEqual([expected]);
  });

  it.each([
    ['$x^2$', 'formula($x^2$)'],
    ['$$x$$', 'formula($$x$$)'],
    ['$5 and $10', '$5 and $10'],
    ['$5-$10', '$5-$10'],
    ['$ x $', '$ x $'],
    ['$n$-й и ($x$), **$y$**', 'formula($n$)-й и (formula($x$)), strong(formula($y$))'],
    ['$2 + 3 = 5$', 'formula($2 + 3 = 5$)'],
    [
      '$v_ср = \\frac{S}{t}$ и $\\text{км в час}$',
      'formula($v_ср = \\frac{S}{t}$) и formula($\\text{км в час}$)',
    ],
    ['$\\iint f dx dy$', 'formula($\\iint f dx dy$)'],
    ['$5 or 6$, $5 to 10$', '$5 or 6$, $5 to 10$'],
    ['от $5/шт. до 10$', 'от $5/шт. до 10$'],
    ['Цена в $: 5, было 10$', 'Цена в $: 5, было 10$'],
    ['$1,000 и 2,000$; $20M–30M$', '$1,000 и 2,000$; $20M–30M$'],
    ['$HOME/$USER ${a}${b} $(a)$(b)', '$HOME/$USER ${a}${b} $(a)$(b)'],
    ['$$ или $$$, $$-$$$', '$$ или $$$, $$-$$$'],
    ['\\$5 и 5\\$ и $,$', '\\$5 и 5\\$ и $,$'],
    [`$${'x'.repeat(1001)}$`, `$${'x'.repeat(1001)}$`],
  ])('separates formulas from money: %#', (text, expected) => {
    expect(outline(text)).toEqual([expected]);
  });

  it('shows mentions where the message has them', () => {
    const text = '**@анна соколова**, @Борис\n> @Анна\n- @Анна';
    const places = [
      [2, 16],
      [29, 34],
      [37, 42],
      [null, null],
    ] as const;
    expect(outline(text, places)).toEqual([
      'strong(mention(@анна соколова)), @Борис',
      'quote(mention(@Анна))',
      'list(mention(@Анна))',
    ]);
  });

  it.each([
    ['`@Анна`', 1, 6],
    ['```\n@Анна\n```', 4, 9],
    ['@Анна\n!', 0, 7],
    ['Анна', 0, 4],
    ['@Анна', 0, 6],
    ['@Анна', 0, 0],
  ])('shows nobody in %j from %i to %i', (text, start, end) => {
    expect(outline(text, [[start, end]]).join()).not.toContain('mention');
  });
});

describe('blocks', () => {
  it.each([
    ['a\nb\n\nc', ['a\nb\n\nc']],
    ['> a\n> b\nc', ['quote(a|b)', 'c']],
    ['- a\n* b\n\nc', ['list(a|b)', 'c']],
    ['3. a\n4) b', ['list(3. a|4) b)']],
    ['-a\n1.b', ['-a\n1.b']],
    ['```js\na\n\nb\n```\nc', ['codeBlock(a\n\nb)', 'c']],
    ['```\n```\n@a', ['```\n```\n@a']],
    ['$$\n \n$$', ['$$\n \n$$']],
    ['> a\n>\n', ['quote(a)', '>\n']],
    ['>\n> a', ['>', 'quote(a)']],
    ['- a\n- 5', ['list(a|5)']],
    ['- 5\n- 1,5 кг', ['- 5', 'list(1,5 кг)']],
    ['```\nopen', ['```\nopen']],
    ['$$\nx\n$$', ['formulaBlock(x)']],
    ['$$\nopen', ['$$\nopen']],
  ])('parses %j', (text, expected) => {
    expect(outline(text)).toEqual(expected);
  });
});

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
    '**- -** ',
    '_- **- -** -_ ',
    '**a a**a ',
    'a**a',
    '~~a ',
    '_https://a.ru_ ',
    '**https://a.ru/** ',
    '_',
    '\\$',
    '$a\\$',
    '$x y z ',
    'http://a@',
    '1. a\n',
    '>\n',
    '- 5\n',
    '@аe\u0308',
    '`',
    '$',
  ])('%j again and again is parsed in linear time', (part) => {
    const text = repeated(part);
    const leaves = leavesOf(parseText(text, LAZY_PARTS, mentionsIn(text)));
    expect(leaves.length).toBeLessThanOrEqual(text.length);
  });

  it('a run of backticks of every length is parsed', () => {
    const runs = Array.from({ length: 600 }, (_, length) => '`'.repeat(length + 1)).join(' ');
    expect(leavesOf(parseText(runs)).length).toBeGreaterThan(0);
  });
});

/** One at each `@`. */
function mentionsIn(text: string) {
  const found = [...text.matchAll(/@/g)].map(({ index: from }) => from);
  return new Map(found.map((from) => [from, { userId: 1, to: from + 1 }]));
}
