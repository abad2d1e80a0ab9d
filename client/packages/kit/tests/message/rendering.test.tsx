import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';

import { Attachments, MessageItem, MessageText, Reactions } from '../../src/message/index.ts';
import { KitStringsProvider } from '../../src/app/hostStrings/index.tsx';
import { MessageBlocks } from '../../src/message/text/MessageBlocks.tsx';
import { parseText } from '../../src/message/text/parseText.ts';
import { LAZY_PARTS } from './lazyParts.ts';
import { attachment, image, message, nameOf, OWN_ID } from '../../stories/fixtures.ts';

const noop = () => undefined;
const item = { ownId: OWN_ID, nameOf, startsGroup: true, endsGroup: true };

describe('text', () => {
  it('never becomes markup', () => {
    const html = renderToStaticMarkup(
      <MessageText content={'<img src=x onerror=alert(1)> **<b>x</b>** `<i>`\n```\n<u>\n```'} />,
    );
    expect(html.match(/<(?:img|b|i|u)\b/g)).toBeNull();
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  it('has safe links only, which open elsewhere without an opener', () => {
    const content = 'https://a.ru javascript:alert(1) data:text/html,x';
    const view = { content, ranges: [], onMention: undefined, linkTabIndex: undefined };
    const blocks = parseText(content, LAZY_PARTS);
    const html = renderToStaticMarkup(<MessageBlocks blocks={blocks} view={view} />);
    expect(html.match(/href="[^"]*"/g)).toEqual(['href="https://a.ru"']);
    expect(html).toContain('rel="noopener noreferrer nofollow"');
  });

  it('marks what a search found, also within other marks', () => {
    const html = renderToStaticMarkup(
      <MessageText content="a **bc** d" highlights={[{ start: 0, end: 5 }]} />,
    );
    expect(html.replace(/ class="[^"]*"/g, '')).toContain(
      '<mark>a </mark><strong><mark>b</mark>c</strong> d',
    );
  });
});

describe('message', () => {
  it('that is deleted shows neither text nor reactions nor a menu', () => {
    const deleted = message({
      text: 'secret',
      deleted_at: '2026-03-02T13:00:00Z',
      reactions: [{ emoji: '👍', count: 1, mine: false }],
      attachments: [image(1)],
    });
    const html = renderToStaticMarkup(<MessageItem {...item} message={deleted} onMenu={noop} />);
    expect(html).toContain('Сообщение удалено');
    expect(html).not.toMatch(/secret|👍|<img|<button/);
  });

  it('of the system is a row without a bubble', () => {
    const created = message({ type: 'system', author_id: null, text: 'Группа создана' });
    const html = renderToStaticMarkup(<MessageItem {...item} message={created} />);
    expect(html).toContain('Группа создана');
    expect(html).not.toContain('<article');
  });

  it('shows its author where there are several, and only above a group', () => {
    const shows = (changes: object) =>
      renderToStaticMarkup(<MessageItem {...item} {...changes} message={message()} />).includes(
        'Анна Соколова</p>',
      );
    expect(shows({ showsAuthors: true })).toBe(true);
    expect(shows({ showsAuthors: true, startsGroup: false })).toBe(false);
    expect(shows({})).toBe(false);
  });

  it('has a check box only while messages are selected', () => {
    const html = (isSelected?: boolean) =>
      renderToStaticMarkup(
        <MessageItem {...item} message={message()} isSelected={isSelected} onSelect={noop} />,
      );
    expect(html()).not.toContain('checkbox');
    expect(html(false)).toContain('type="checkbox"');
    expect(html(true)).toContain('checked=""');
  });

  it('has the text that a host makes of its own', () => {
    const html = renderToStaticMarkup(
      <MessageItem
        {...item}
        message={message({ text: 'Привет' })}
        renderText={({ id }, original) => <section id={`text-${id}`}>{original}</section>}
      />,
    );
    expect(html).toMatch(/<section id="text-813">.*Привет.*<\/section>/);
  });

  it('has words that a host replaces', () => {
    const html = renderToStaticMarkup(
      <KitStringsProvider replacements={{ message: { ru: { deletedMessage: 'Нет его' } } }}>
        <MessageItem {...item} message={message({ deleted_at: '2026-03-02T13:00:00Z' })} />
      </KitStringsProvider>,
    );
    expect(html).toContain('Нет его');
  });
});

describe('attachments', () => {
  it('are a grid of previews, and files with their size', () => {
    const html = renderToStaticMarkup(
      <Attachments attachments={[{ ...image(1), preview_url: '/preview' }, attachment()]} />,
    );
    expect(html).toContain('src="/preview"');
    expect(html).toContain('homework.pdf');
    expect(html).toMatch(/81\s*КБ/u);
  });

  it('are drawn by the host where it has something to draw', () => {
    const attachments = [image(1), image(2), attachment()];
    const html = renderToStaticMarkup(
      <Attachments
        attachments={attachments}
        renderAttachment={({ id }) => (id === 1 ? <b>own</b> : undefined)}
      />,
    );
    expect(html).toContain('<b>own</b>');
    expect(html.match(/photo-\d/g)).toEqual(['photo-2']);
    expect(html).toContain('homework.pdf');
  });

  it('that are PDF open in the page, unless they are too large', () => {
    const label = (file: ReturnType<typeof attachment>, onOpenPdf?: () => void) =>
      /aria-label="([^,"]*)/.exec(
        renderToStaticMarkup(<Attachments attachments={[file]} onOpenPdf={onOpenPdf} />),
      )?.[1];
    expect(label(attachment(), noop)).toBe('Открыть: homework.pdf');
    expect(label(attachment())).toBe('Открыть в новой вкладке: homework.pdf');
    expect(label(attachment({ size: 30 * 1024 * 1024 }), noop)).toBe(
      'Открыть в новой вкладке: homework.pdf',
    );
    expect(label(attachment({ mime: 'application/zip' }), noop)).toBe('Скачать: homework.pdf');
  });

  it('that no browser can draw are files', () => {
    const svg = attachment({ kind: 'image', mime: 'image/svg+xml', name: 'a.svg' });
    expect(renderToStaticMarkup(<Attachments attachments={[svg]} />)).not.toContain('<img');
  });
});

describe('reactions', () => {
  it('say who may press, and which are own', () => {
    const reactions = [{ emoji: '👍', count: 2, mine: true }];
    const own = renderToStaticMarkup(<Reactions reactions={reactions} onToggle={noop} />);
    expect(own).toContain('aria-pressed="true"');
    expect(own).toContain('👍, 2 человека');
    expect(own).not.toContain('disabled');
    expect(renderToStaticMarkup(<Reactions reactions={reactions} />)).toContain('disabled=""');
    expect(renderToStaticMarkup(<Reactions reactions={[]} />)).toBe('');
  });
});
