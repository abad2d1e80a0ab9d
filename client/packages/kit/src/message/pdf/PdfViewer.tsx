import type { Attachment } from '@vestnik/sdk/model';
import { ErrorMessage, IconButton, Spinner, useModal } from '@vestnik/ui';
import { useDownload } from '@vestnik/ui/files';
import { useLanguage, useStrings } from '@vestnik/ui/i18n';
import { Download, ExternalLink, X, ZoomIn, ZoomOut } from 'lucide-react';
import { useState } from 'react';

import { formatFileSize } from '../../fileSize.ts';
import { PdfPages } from './PdfPages.tsx';
import styles from './PdfViewer.module.css';
import { pdfStrings } from './strings.ts';
import { usePdf } from './usePdf.ts';

export interface PdfViewerProps {
  file: Pick<Attachment, 'url' | 'name' | 'size'>;
  onClose: () => void;
}

/** For the width of the page at first. */
const ZOOMS: readonly [number, ...number[]] = [1, 1.5, 2, 3];

/**
 * A PDF on the whole screen, drawn by PDF.js, which is loaded with the first one: the viewers of
 * browsers are absent on phones.
 */
export function PdfViewer({ file, onClose }: PdfViewerProps) {
  const t = useStrings(pdfStrings);
  const dialog = useModal(onClose);
  const pdf = usePdf(file.url);
  const [zoom, setZoom] = useState(0);
  return (
    <dialog
      ref={dialog}
      className={styles['viewer']}
      aria-label={file.name}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={(event) => {
        // At a second Escape the browser closes the dialog without asking.
        if (!event.currentTarget.open) onClose();
      }}
    >
      <header className={styles['header']}>
        <Title file={file} pageCount={pdf?.pages.numPages} />
        {pdf ? <Zoom zoom={zoom} onZoom={setZoom} /> : null}
        <FileLinks file={file} />
        <IconButton label={t.close} onClick={onClose}>
          <X size={20} aria-hidden="true" />
        </IconButton>
      </header>
      {pdf === undefined ? <Spinner isCentred label={t.loading} /> : null}
      {pdf === null ? (
        <div className={styles['failure']}>
          <ErrorMessage>{t.failed}</ErrorMessage>
        </div>
      ) : null}
      {pdf ? <PdfPages pdf={pdf} name={file.name} zoom={ZOOMS[zoom] ?? ZOOMS[0]} /> : null}
    </dialog>
  );
}

interface TitleProps {
  file: PdfViewerProps['file'];
  pageCount: number | undefined;
}

function Title({ file: { name, size }, pageCount }: TitleProps) {
  const t = useStrings(pdfStrings);
  const { language } = useLanguage();
  const details = pageCount === undefined ? [] : [t.pages(pageCount)];
  return (
    <div className={styles['title']}>
      <bdi className={styles['name']}>{name}</bdi>
      <span className={styles['details']}>
        {[...details, formatFileSize(size, language)].join(' · ')}
      </span>
    </div>
  );
}

interface ZoomProps {
  /** An index of `ZOOMS`. */
  zoom: number;
  onZoom: (zoom: number) => void;
}

function Zoom({ zoom, onZoom }: ZoomProps) {
  const t = useStrings(pdfStrings);
  return (
    <>
      <IconButton
        label={t.zoomOut}
        disabled={zoom === 0}
        onClick={() => {
          onZoom(zoom - 1);
        }}
      >
        <ZoomOut size={20} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={t.zoomIn}
        disabled={zoom === ZOOMS.length - 1}
        onClick={() => {
          onZoom(zoom + 1);
        }}
      >
        <ZoomIn size={20} aria-hidden="true" />
      </IconButton>
    </>
  );
}

/** The file itself: in a tab, where the browser's own request may read it, and to keep. */
function FileLinks({ file: { url, name } }: Pick<PdfViewerProps, 'file'>) {
  const t = useStrings(pdfStrings);
  const { download, isPending } = useDownload();
  return (
    <>
      {download === null ? (
        <a
          className={styles['link']}
          href={url}
          target="_blank"
          rel="noopener"
          aria-label={t.openInTab}
          title={t.openInTab}
        >
          <ExternalLink size={20} aria-hidden="true" />
        </a>
      ) : null}
      <a
        className={styles['link']}
        href={url}
        download={name}
        aria-label={t.download}
        title={t.download}
        aria-busy={isPending || undefined}
        onClick={(event) => {
          if (download === null) return;
          event.preventDefault();
          void download(name, url);
        }}
      >
        {isPending ? <Spinner /> : <Download size={20} aria-hidden="true" />}
      </a>
    </>
  );
}
