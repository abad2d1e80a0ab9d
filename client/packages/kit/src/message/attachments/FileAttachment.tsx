import type { Attachment } from '@vestnik/sdk/model';
import { Spinner } from '@vestnik/ui';
import { useDownload } from '@vestnik/ui/files';
import { useLanguage } from '@vestnik/ui/i18n';
import { Download, Eye } from 'lucide-react';
import { Suspense, type MouseEvent } from 'react';

import { formatFileSize } from '../../fileSize.ts';
import { lazyPart } from '../../lazyPart.ts';
import { useMessageStrings } from '../strings.ts';
import styles from './Attachments.module.css';

const FileIcon = lazyPart(() => import('./FileIcon.tsx'));

interface FileAttachmentProps {
  attachment: Attachment;
  isRoving: boolean;
  /** Shows it in the page. */
  onOpen?: (() => void) | undefined;
}

/** A file to open or to download; a PDF without `onOpen` has a tab of its own, where that is possible. */
export function FileAttachment({ attachment, isRoving, onOpen }: FileAttachmentProps) {
  const t = useMessageStrings();
  const { language } = useLanguage();
  const { name, mime, size, url } = attachment;
  const { download, isPending, error } = useDownload();
  const hasTab = mime === 'application/pdf' && download === null;
  const tabLabel = hasTab ? t.openPdf(name) : t.download(name);
  const label = onOpen ? t.openFile(name) : tabLabel;
  const press = (event: MouseEvent) => {
    const isPlainClick = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (onOpen && isPlainClick) {
      event.preventDefault();
      onOpen();
    } else if (download !== null) {
      event.preventDefault();
      void download(name, url);
    }
  };
  const Icon = onOpen ? Eye : Download;
  return (
    <a
      className={styles['file']}
      href={url}
      download={hasTab ? undefined : name}
      target={hasTab ? '_blank' : undefined}
      rel="noopener"
      aria-label={`${label}, ${formatFileSize(size, language)}`}
      aria-busy={isPending || undefined}
      tabIndex={isRoving ? -1 : undefined}
      onClick={press}
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
      {isPending ? <Spinner /> : <Icon size={18} aria-hidden="true" />}
    </a>
  );
}
