import { Spinner } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useEffect, useRef, useState, type RefObject } from 'react';

import { clearCanvas, drawPage, type DrawnPage } from './pageCanvas.ts';
import type { OpenPdf } from './openPdf.ts';
import styles from './PdfViewer.module.css';
import { pdfStrings } from './strings.ts';

interface PdfPageProps {
  pdf: OpenPdf;
  number: number;
  /** In pixels. */
  width: number;
}

/** A page, which is drawn while it is near the screen. */
export function PdfPage({ pdf, number, width }: PdfPageProps) {
  const t = useStrings(pdfStrings);
  const frame = useRef<HTMLElement>(null);
  const [ratio, setRatio] = useState(pdf.ratio);
  const isNear = useIsNear(frame);
  return (
    <figure
      ref={frame}
      className={styles['page']}
      aria-label={t.page(number, pdf.pages.numPages)}
      style={{ width, aspectRatio: String(ratio) }}
    >
      {isNear ? <Drawing pdf={pdf} number={number} width={width} onRatio={setRatio} /> : null}
    </figure>
  );
}

interface DrawingProps extends PdfPageProps {
  onRatio: (ratio: number) => void;
}

function Drawing({ pdf, number, width, onRatio }: DrawingProps) {
  const t = useStrings(pdfStrings);
  const canvas = useRef<HTMLCanvasElement>(null);
  /** Null: it cannot be drawn. */
  const [drawn, setDrawn] = useState<DrawnPage | null>();
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const abort = new AbortController();
    const { signal } = abort;
    drawPage(element, { pages: pdf.pages, number, width, signal }).then(
      (page) => {
        if (signal.aborted) return;
        setDrawn(page);
        onRatio(page.ratio);
      },
      () => {
        if (!signal.aborted) setDrawn(null);
      },
    );
    return () => {
      abort.abort();
    };
  }, [pdf, number, width, onRatio]);
  useEffect(() => {
    const element = canvas.current;
    return () => {
      if (element !== null) clearCanvas(element);
    };
  }, []);
  if (drawn === null) return <p className={styles['pageFailed']}>{t.pageFailed}</p>;
  return (
    <>
      <canvas ref={canvas} className={styles['canvas']} aria-busy={drawn === undefined}>
        {drawn?.text}
      </canvas>
      {drawn === undefined ? <Spinner isCentred label={t.loading} /> : null}
    </>
  );
}

/** Whether the element is on the screen or less than one screen away. */
function useIsNear(element: RefObject<HTMLElement | null>): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        setNear(entries.at(-1)?.isIntersecting === true);
      },
      // The margin counts for the element that scrolls.
      { root: current.parentElement?.parentElement ?? null, rootMargin: '100% 0px' },
    );
    observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  return isNear;
}
