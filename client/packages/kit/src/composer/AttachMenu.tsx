import { Camera, Image, Paperclip } from 'lucide-react';
import type { ReactNode } from 'react';

import { MenuButton, type MenuItem } from '../menu/index.ts';
import { useComposerStrings } from './strings.ts';

export interface AttachMenuProps {
  icon: ReactNode;
  isDisabled: boolean;
  /** Absent: no files are taken. */
  onPhoto: (() => void) | undefined;
  /** Absent: there is no camera. */
  onCamera: (() => void) | undefined;
  /** Absent: only pictures are taken. */
  onFile: (() => void) | undefined;
  /** Of the host, behind the kit's. */
  items: readonly MenuItem[];
}

/** Where the file comes from, and what else a message may have; loaded where there is a choice. */
export default function AttachMenu(props: AttachMenuProps) {
  const { icon, isDisabled, onPhoto, onCamera, onFile } = props;
  const t = useComposerStrings();
  const sources = [
    { key: 'photo', label: t.attachPhoto, icon: <Image size={18} />, onSelect: onPhoto },
    { key: 'camera', label: t.takePhoto, icon: <Camera size={18} />, onSelect: onCamera },
    { key: 'file', label: t.attachFile, icon: <Paperclip size={18} />, onSelect: onFile },
  ];
  const offered = sources.flatMap(({ onSelect, ...item }): MenuItem[] =>
    onSelect ? [{ ...item, onSelect }] : [],
  );
  const items = [...offered, ...props.items];
  return <MenuButton label={t.attach} icon={icon} items={items} isDisabled={isDisabled} />;
}
