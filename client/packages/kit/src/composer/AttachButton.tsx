import { IconButton } from '@vestnik/ui';
import { Camera, Image, Paperclip } from 'lucide-react';
import { useState, type ChangeEvent } from 'react';

import { MenuButton, type MenuItem } from '../menu/index.ts';
import { isCoarsePointer } from '../pointer.ts';
import { IMAGE_TYPES } from './attachmentRules.ts';
import { useComposerStrings } from './strings.ts';

interface AttachButtonProps {
  isImagesOnly: boolean;
  /** A message takes no more files. */
  isDisabled: boolean;
  onFiles: (files: File[]) => void;
}

/** Opens the browser's picker, for photos or any file; on a touch screen the camera too. */
export function AttachButton({ isImagesOnly, isDisabled, onFiles }: AttachButtonProps) {
  const t = useComposerStrings();
  const [photoInput, setPhotoInput] = useState<HTMLInputElement | null>(null);
  const [fileInput, setFileInput] = useState<HTMLInputElement | null>(null);
  const [cameraInput, setCameraInput] = useState<HTMLInputElement | null>(null);
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    onFiles(Array.from(event.target.files ?? []));
    // The same file can be chosen again after it was removed.
    event.target.value = '';
  };
  const items: MenuItem[] = [
    {
      key: 'photo',
      label: t.attachPhoto,
      icon: <Image size={18} />,
      onSelect: () => photoInput?.click(),
    },
  ];
  if (isCoarsePointer()) {
    items.push({
      key: 'camera',
      label: t.takePhoto,
      icon: <Camera size={18} />,
      onSelect: () => cameraInput?.click(),
    });
  }
  if (!isImagesOnly) {
    items.push({
      key: 'file',
      label: t.attachFile,
      icon: <Paperclip size={18} />,
      onSelect: () => fileInput?.click(),
    });
  }
  const icon = <Paperclip size={20} aria-hidden="true" />;
  const pictures = isImagesOnly ? IMAGE_TYPES.join(',') : 'image/*,video/*';
  const [only] = items;
  return (
    <>
      {items.length === 1 ? (
        <IconButton label={t.attach} disabled={isDisabled} onClick={only?.onSelect}>
          {icon}
        </IconButton>
      ) : (
        <MenuButton label={t.attach} icon={icon} items={items} isDisabled={isDisabled} />
      )}
      <input ref={setPhotoInput} type="file" hidden multiple accept={pictures} onChange={take} />
      <input ref={setFileInput} type="file" hidden multiple onChange={take} />
      <input
        ref={setCameraInput}
        type="file"
        hidden
        accept="image/*"
        capture="environment"
        onChange={take}
      />
    </>
  );
}
