import { useStrings } from '@vestnik/ui/i18n';
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

import type { OpenPdf } from './openPdf.ts';
import { PdfPage } from './PdfPage.tsx';
import styles from './PdfViewer.module.css';
import { pdfStrings } from './strings.ts';

/** More are read in the file itself. */
const MAX_PAGES = 300;
/** Pixels of a page that is as wide as there is room, on a large screen. */
const MAX_WIDTH = 900;

interface PdfPagesProps {
  pdf: OpenPdf;
  name: string;
  zoom: number;
}

/** The pages one under another. */
export function PdfPages({ pdf, name, zoom }: PdfPagesProps) {
  const t = useStrings(pdfStrings);
  const scroller = useRef<HTMLDivElement>(null);
  const room = useRoom(scroller);
  useEffect(() => {
    // So that keys scroll at once.
    scroller.current?.focus({ preventScroll: true });
  }, []);
  const count = Math.min(pdf.pages.numPages, MAX_PAGES);
  const width = Math.round(Math.min(room, MAX_WIDTH) * zoom);
  return (
    <div
      ref={scroller}
      className={styles['scroller']}
      role="region"
      aria-label={name}
      // It scrolls by keyboard only while it has the focus.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <div className={styles['pages']}>
        {room === 0
          ? null
          : Array.from({ length: count }, (_, index) => (
              <PdfPage key={index} pdf={pdf} number={index + 1} width={width} />
            ))}
        {count < pdf.pages.numPages ? <p className={styles['cut']}>{t.cut(count)}</p> : null}
      </div>
    </div>
  );
}

/** The width that pages may have without scrolling sideways; 0 until it is measured. */
function useRoom(scroller: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    const { current } = scroller;
    if (current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setRoom(Math.floor(entry.contentRect.width));
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, [scroller]);
  return room;
}
