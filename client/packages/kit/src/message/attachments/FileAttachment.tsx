import type { Attachment } from '@vestnik/sdk/model';
import { Spinner } from '@vestnik/ui';
import { useDownload } from '@vestnik/ui/files';
import { useLanguage } from '@vestnik/ui/i18n';
import { Download } from 'lucide-react';
import { Suspense } from 'react';

import { formatFileSize } from '../../fileSize.ts';
import { lazyPart } from '../../lazyPart.ts';
import { useMessageStrings } from '../strings.ts';
import styles from './Attachments.module.css';

const FileIcon = lazyPart(() => import('./FileIcon.tsx'));

interface FileAttachmentProps {
  attachment: Attachment;
  isRoving: boolean;
}

/** A file to download; a PDF opens in a tab of its own, where the server allows it. */
export function FileAttachment({ attachment, isRoving }: FileAttachmentProps) {
  const t = useMessageStrings();
  const { language } = useLanguage();
  const { name, mime, size, url } = attachment;
  const { download, isPending, error } = useDownload();
  const isOpened = mime === 'application/pdf' && download === null;
  const label = isOpened ? t.openPdf(name) : t.download(name);
  return (
    <a
      className={styles['file']}
      href={url}
      download={isOpened ? undefined : name}
      target={isOpened ? '_blank' : undefined}
      rel="noopener"
      aria-label={`${label}, ${formatFileSize(size, language)}`}
      aria-busy={isPending || undefined}
      tabIndex={isRoving ? -1 : undefined}
      onClick={(event) => {
        if (download === null) return;
        event.preventDefault();
        void download(name, url);
      }}
    >
      <span className={styles['fileIcon']}>
        <Suspense fallback={null}>
          <FileIcon mime={mime} name={name} />
        </Suspense>
      </span>
      <span className={styles['fileText']}>
        <bdi className={styles['fileName']}>{name}</bdi>
        {error === null ? (
          <bdi className={styles['fileDetails']}>{formatFileSize(size, language)}</bdi>
        ) : (
          <span role="alert" className={styles['fileDetails']}>
            {t.downloadFailed}
          </span>
        )}
      </span>
      {isPending ? <Spinner /> : <Download size={18} aria-hidden="true" />}
    </a>
  );
}
