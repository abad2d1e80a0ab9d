import { renderToStaticMarkup } from 'react-dom/server';

import { MessageBlocks } from '../../src/message/text/MessageBlocks.tsx';
import { parseText } from '../../src/message/text/parseText.ts';
import { LAZY_PARTS } from './lazyParts.ts';

/** The HTML of a message's text, with the tags that carry meaning and without attributes. */
export function shown(content: string): string {
  const view = { content, ranges: [], onMention: undefined, linkTabIndex: undefined };
  const named = [...content.matchAll(/@Анна/gu)].map(({ index }) => index);
  const mentions = new Map(named.map((from) => [from, { userId: 1, to: from + 5 }]));
  const blocks = parseText(content, LAZY_PARTS, mentions);
  return renderToStaticMarkup(<MessageBlocks blocks={blocks} view={view} />)
    .replace(
      /<span class="[^"]*formula[^"]*"><span hidden=""><\/span>(.*?)<\/span>/gsu,
      '<math>$1</math>',
    )
    .replace(/<span class="[^"]*language[^"]*">(.*?)<\/span>/gu, '$1\n')
    .replace(/<span class="[^"]*mention[^"]*">(.*?)<\/span>/gu, '<mention>$1</mention>')
    .replace(/<\/p>(?=<p)/gu, '\n')
    .replace(/<\/?(?:p|span|ul|ol)(?: [^>]*)?>/gu, '')
    .replace(/<(\w+) [^>]*>/gu, '<$1>');
}

export function unescaped(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&');
}
