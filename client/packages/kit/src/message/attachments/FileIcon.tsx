import {
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

interface FileIconProps {
  mime: string;
  name: string;
}

export default function FileIcon({ mime, name }: FileIconProps) {
  const Icon = ICONS[fileType(mime, name)];
  return <Icon size={28} aria-hidden="true" />;
}
