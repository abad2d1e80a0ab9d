import type { Attachment } from '@vestnik/sdk/model';
import { saveFile, useFileReader } from '@vestnik/ui/files';
import { useLanguage } from '@vestnik/ui/i18n';
import {
  Download,
  File,
  FileArchive,
  FileAudio,
  FileCode,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileVideo,
  type LucideIcon,
} from 'lucide-react';

import { formatFileSize } from '../../fileSize.ts';
import { useStrings } from '../strings.ts';
import styles from './Attachments.module.css';
import { fileType, type FileType } from './fileType.ts';

const ICONS: Readonly<Record<FileType, LucideIcon>> = {
  archive: FileArchive,
  audio: FileAudio,
  code: FileCode,
  image: FileImage,
  sheet: FileSpreadsheet,
  text: FileText,
  video: FileVideo,
  other: File,
};

interface FileAttachmentProps {
  attachment: Attachment;
  isRoving: boolean;
}

/** A file to download; a PDF opens in a tab of its own, where the server allows it. */
export function FileAttachment({ attachment, isRoving }: FileAttachmentProps) {
  const t = useStrings();
  const { language } = useLanguage();
  const { name, mime, size, url } = attachment;
  const read = useFileReader();
  const isPdf = mime === 'application/pdf';
  const Icon = ICONS[fileType(mime, name)];
  return (
    <a
      className={styles['file']}
      href={url}
      download={isPdf && read === null ? undefined : name}
      target={isPdf ? '_blank' : undefined}
      rel="noopener"
      aria-label={`${t.download(name)}, ${formatFileSize(size, language)}`}
      tabIndex={isRoving ? -1 : undefined}
      onClick={(event) => {
        if (read === null) return;
        event.preventDefault();
        void read(url).then((blob) => {
          saveFile(name, blob);
        });
      }}
    >
      <span className={styles['fileIcon']}>
        <Icon size={28} aria-hidden="true" />
      </span>
      <span className={styles['fileText']}>
        <bdi className={styles['fileName']}>{name}</bdi>
        <bdi className={styles['fileDetails']}>{formatFileSize(size, language)}</bdi>
      </span>
      <Download size={18} aria-hidden="true" />
    </a>
  );
}
