import type { Settings } from '../settings.ts';
import styles from './styles.css?inline';

/** One sheet for all that are on a page. No content policy forbids it, unlike a <style>. */
let sheet: CSSStyleSheet | null = null;

/**
 * An element with a shadow root: what is in there neither sees the page's styles nor is seen by
 * them. Its name is not a div's, so that a page's rules for those are not its own.
 */
export function makeHost(kind: 'window' | 'inbox', { theme }: Settings): [HTMLElement, ShadowRoot] {
  const host = document.createElement('vestnik-chat');
  host.setAttribute('kind', kind);
  if (theme !== null) host.setAttribute('theme', theme);
  const root = host.attachShadow({ mode: 'open' });
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
  }
  root.adoptedStyleSheets = [sheet];
  return [host, root];
}
