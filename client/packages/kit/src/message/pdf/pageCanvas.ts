import type { PDFDocumentProxy, RenderTask } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Of one page: more would take 32 MB of memory, and some phones draw nothing then. */
const MAX_CANVAS_PIXELS = 8 * 1024 * 1024;
/** Characters of a page for a screen reader. */
const MAX_TEXT = 10_000;

export interface DrawnPage {
  /** Width of the page for its height. */
  readonly ratio: number;
  readonly text: string;
}

interface DrawOptions {
  pages: PDFDocumentProxy;
  number: number;
  /** In pixels of the page. */
  width: number;
  signal: AbortSignal;
}

/** Draws a page as sharp as the screen is. Rejects if the signal ends it. */
export async function drawPage(
  canvas: HTMLCanvasElement,
  { pages, number, width, signal }: DrawOptions,
): Promise<DrawnPage> {
  const page = await pages.getPage(number);
  signal.throwIfAborted();
  const size = page.getViewport({ scale: 1 });
  const scale = Math.min(
    (width * window.devicePixelRatio) / size.width,
    Math.sqrt(MAX_CANVAS_PIXELS / (size.width * size.height)),
  );
  const viewport = page.getViewport({ scale });
  canvas.width = Math.max(1, Math.floor(viewport.width));
  canvas.height = Math.max(1, Math.floor(viewport.height));
  await untilDrawn(page.render({ canvas, viewport }), signal);
  const { items } = await page.getTextContent();
  signal.throwIfAborted();
  const text = items.map((item) => ('str' in item ? item.str : '')).join(' ');
  return { ratio: size.width / size.height, text: text.slice(0, MAX_TEXT) };
}

async function untilDrawn(task: RenderTask, signal: AbortSignal): Promise<void> {
  const cancel = () => {
    task.cancel();
  };
  signal.addEventListener('abort', cancel);
  try {
    await task.promise;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Frees the memory of what was drawn. */
export function clearCanvas(canvas: HTMLCanvasElement): void {
  canvas.width = 0;
  canvas.height = 0;
}
