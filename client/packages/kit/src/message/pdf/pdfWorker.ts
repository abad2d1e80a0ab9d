/** Parses files for `openPdf`, on a thread that ends with the viewer. */
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
