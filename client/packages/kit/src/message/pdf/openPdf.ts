import {
  getDocument,
  PDFWorker,
  VerbosityLevel,
  type PDFDocumentProxy,
  // The build for older browsers: the other one needs those of this year.
} from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Of one picture in a file: more would take 64 MB of memory. */
const MAX_IMAGE_PIXELS = 16 * 1024 * 1024;

export interface OpenPdf {
  readonly pages: PDFDocumentProxy;
  /** Width of the first page for its height. */
  readonly ratio: number;
}

/**
 * Reads a file in a worker of its own, which ends with the signal: no file keeps a processor busy
 * after its viewer was closed. Nothing of the file is executed, and nothing else is loaded for it.
 */
export async function openPdf(bytes: ArrayBuffer, signal: AbortSignal): Promise<OpenPdf> {
  const port = new Worker(new URL('./pdfWorker.ts', import.meta.url), { type: 'module' });
  const failure = new Promise<never>((_resolve, reject) => {
    port.addEventListener('error', () => {
      reject(new Error('the worker of PDF.js could not be loaded'));
    });
  });
  const task = getDocument({
    data: new Uint8Array(bytes),
    worker: PDFWorker.create({ port }),
    maxImageSize: MAX_IMAGE_PIXELS,
    enableXfa: false,
    isEvalSupported: false,
    // The content policy of the pages allows no WebAssembly.
    useWasm: false,
    useWorkerFetch: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  signal.addEventListener('abort', () => {
    // A busy worker does not answer, and is ended all the same.
    task.destroy().catch(() => undefined);
    port.terminate();
  });
  const pages = await Promise.race([task.promise, failure]);
  const { width, height } = (await pages.getPage(1)).getViewport({ scale: 1 });
  return { pages, ratio: width / height };
}
