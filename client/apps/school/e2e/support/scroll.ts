/** Scrolls through a long conversation like a reader and records jumps. */
import type { Page } from '@playwright/test';

/** What was seen on the way through a conversation. */
export interface ScrollReport {
  /** The first line of each message, in the order of the conversation. */
  readonly seen: readonly string[];
  /** Messages that stood at the wrong position, or twice. */
  readonly disorder: readonly string[];
  /** The furthest that a message moved by itself, in pixels. */
  readonly largestJump: number;
  /** How long a frame took at most, in milliseconds. */
  readonly longestFrame: number;
}

interface WalkOptions {
  readonly towards: 'oldest' | 'newest';
  /** The text of the message to stop at. */
  readonly until: string;
  /** Finds a message's own words in the text of its article. */
  readonly words: RegExp;
  /** Pixels at a time; most of what is in sight unless told. */
  readonly step?: number;
}

/** Scrolls the open conversation step by step, as fast as it draws. */
export async function scrollThrough(
  page: Page,
  { towards, until, words, step = 0 }: WalkOptions,
): Promise<ScrollReport> {
  return page.evaluate(
    async ({ up, until, source, step }) => {
      const words = new RegExp(source);
      const patience = 60_000;
      const log = document.querySelector('[role=log]');
      if (log === null) throw new Error('there is no conversation');

      interface Row {
        readonly text: string;
        readonly top: number;
        readonly element: Element;
      }
      const rows = (): Row[] =>
        [...log.querySelectorAll('article')]
          .map((element) => ({
            text: words.exec(element.textContent)?.[0] ?? '',
            top: element.getBoundingClientRect().top,
            element,
          }))
          .filter(({ text }) => text !== '')
          .sort((one, other) => one.top - other.top);
      const isScroller = (element: Element): boolean =>
        element.scrollHeight > element.clientHeight + 1 &&
        ['auto', 'scroll'].includes(getComputedStyle(element).overflowY);
      let longestFrame = 0;
      const frame = (): Promise<void> => {
        const before = performance.now();
        return new Promise((resolve) => {
          requestAnimationFrame(() => {
            longestFrame = Math.max(longestFrame, performance.now() - before);
            resolve();
          });
        });
      };

      /** What scrolls the log, once it has more messages than the screen. */
      const findScroller = async (): Promise<Element> => {
        const deadline = performance.now() + patience;
        while (performance.now() < deadline) {
          const candidates = [log, ...log.querySelectorAll('*')];
          for (let outer = log.parentElement; outer !== null; outer = outer.parentElement) {
            candidates.push(outer);
          }
          const scroller = candidates.find(isScroller);
          if (scroller !== undefined) return scroller;
          await frame();
        }
        throw new Error('nothing can be scrolled');
      };
      const scroller = await findScroller();
      longestFrame = 0;

      const after = new Map<string, string>();
      const disorder = new Set<string>();
      const all = new Set<string>();
      const note = (list: readonly Row[]): void => {
        list.forEach(({ text }, index) => {
          all.add(text);
          const next = list[index + 1]?.text;
          if (next === undefined) return;
          const known = after.get(text) ?? next;
          if (known !== next || next === text) disorder.add(`${text} → ${known}, ${next}`);
          after.set(text, next);
        });
      };

      /** A row once it has stood still for two frames: rows are measured as they appear. */
      const atRest = async (text: string | undefined): Promise<Row | undefined> => {
        const find = (): Row | undefined => rows().find((row) => row.text === text);
        await frame();
        await frame();
        let row = find();
        for (let still = 0; still < 2 && row !== undefined;) {
          await frame();
          const next = find();
          still = next?.top === row.top ? still + 1 : 0;
          row = next;
        }
        return row;
      };

      let largestJump = 0;
      let idleSince = performance.now();
      for (;;) {
        const before = rows();
        note(before);
        const bounds = scroller.getBoundingClientRect();
        const isInSight = ({ top, element }: Row): boolean => {
          const { bottom } = element.getBoundingClientRect();
          return top >= bounds.top - 1 && bottom <= bounds.bottom + 1;
        };
        const visible = before.filter(isInSight);
        if (visible.some(({ text }) => text === until)) break;
        const pixels = step > 0 ? step : Math.floor(scroller.clientHeight * 0.8);
        const from = scroller.scrollTop;
        scroller.scrollTop += up ? -pixels : pixels;
        const moved = scroller.scrollTop - from;
        // What leaves the view last: the row that is nearest to where we are going.
        const anchor = up ? visible[0] : visible.at(-1);
        const again = await atRest(anchor?.text);
        if (anchor !== undefined && again !== undefined) {
          // It was to go by `-moved`; the page may hold it back while it adds rows.
          const went = again.top - anchor.top;
          const [least, most] = moved < 0 ? [0, -moved] : [-moved, 0];
          largestJump = Math.max(largestJump, least - went, went - most);
        }
        if (moved !== 0 || all.size !== (note(rows()), all.size)) idleSince = performance.now();
        if (performance.now() - idleSince > patience) {
          throw new Error(`stuck at ${visible[0]?.text ?? 'nothing'} on the way to ${until}`);
        }
      }

      const followers = new Set(after.values());
      const seen: string[] = [];
      let at = [...all].find((text) => !followers.has(text));
      while (at !== undefined && seen.length <= all.size) {
        seen.push(at);
        at = after.get(at);
      }
      return { seen, disorder: [...disorder], largestJump, longestFrame };
    },
    { up: towards === 'oldest', until, source: words.source, step },
  );
}
