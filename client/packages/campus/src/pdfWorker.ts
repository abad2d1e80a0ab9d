/** Parses PDF files for the viewer of the kit: an entry of its own, which the host's bundler makes a script of. */
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
