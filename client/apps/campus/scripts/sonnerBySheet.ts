import type { Plugin } from 'vite';

/** The first line of the function by which sonner puts its styles into the page. */
const INJECTS = 'function __insertCSS(code) {';

/**
 * Keeps sonner from adding a <style>, which a content policy with `style-src 'self'` forbids: the
 * page imports `sonner/dist/styles.css` in its place, which says the same.
 */
export function sonnerBySheet(): Plugin {
  let isDone = false;
  return {
    name: 'campus:sonner-by-sheet',
    apply: 'build',
    transform: {
      filter: { id: /node_modules\/sonner\/dist\/index\.m?js/ },
      handler(code) {
        isDone = code.includes(INJECTS);
        return { code: code.replace(INJECTS, `${INJECTS} return;`), map: null };
      },
    },
    buildEnd(error) {
      if (!error && !isDone) this.error('sonner injects its styles in another way now');
    },
  };
}
