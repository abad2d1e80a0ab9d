import { Camera, Image, Paperclip } from 'lucide-react';
import type { ReactNode } from 'react';

import { MenuButton, type MenuItem } from '../menu/index.ts';
import { useComposerStrings } from './strings.ts';

export interface AttachMenuProps {
  icon: ReactNode;
  isDisabled: boolean;
  onPhoto: () => void;
  /** Absent: there is no camera. */
  onCamera: (() => void) | undefined;
  /** Absent: only pictures are taken. */
  onFile: (() => void) | undefined;
}

/** Where the file comes from; loaded where there is a choice. */
export default function AttachMenu(props: AttachMenuProps) {
  const { icon, isDisabled, onPhoto, onCamera, onFile } = props;
  const t = useComposerStrings();
  const items: MenuItem[] = [
    { key: 'photo', label: t.attachPhoto, icon: <Image size={18} />, onSelect: onPhoto },
  ];
  if (onCamera) {
    const camera = <Camera size={18} />;
    items.push({ key: 'camera', label: t.takePhoto, icon: camera, onSelect: onCamera });
  }
  if (onFile) {
    const clip = <Paperclip size={18} />;
    items.push({ key: 'file', label: t.attachFile, icon: clip, onSelect: onFile });
  }
  return <MenuButton label={t.attach} icon={icon} items={items} isDisabled={isDisabled} />;
}
