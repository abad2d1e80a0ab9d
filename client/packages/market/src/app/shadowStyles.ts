/** The style sheet of all shadow roots. No content policy forbids it, unlike a `<style>`. */
const texts: string[] = [];
let sheet: CSSStyleSheet | null = null;

/** Called by each module of styles when it is loaded: see `shadowCss` in vite.config.ts. */
export function addStyles(css: string): void {
  texts.push(css);
  sheet?.replaceSync(texts.join(''));
}

export function shadowSheet(): CSSStyleSheet {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(texts.join(''));
  }
  return sheet;
}
