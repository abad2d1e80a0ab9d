import { IconButton } from '@vestnik/ui';
import { Paperclip } from 'lucide-react';
import { Suspense, useState, type ChangeEvent } from 'react';

import { lazyPart } from '../lazyPart.ts';
import type { MenuItem } from '../menu/index.ts';
import { isCoarsePointer } from '../pointer.ts';
import { IMAGE_TYPES } from './attachmentRules.ts';
import { useComposerStrings } from './strings.ts';

const AttachMenu = lazyPart(() => import('./AttachMenu.tsx'));

interface AttachButtonProps {
  isImagesOnly: boolean;
  /** A message takes no more files. */
  isDisabled: boolean;
  /** Null: no files are taken, and the menu has the host's items alone. */
  onFiles: ((files: File[]) => void) | null;
  /** Of the host, behind the kit's. */
  items: readonly MenuItem[];
}

/**
 * Opens the browser's picker, for photos or any file; on a touch screen the camera too. A menu is there
 * if there is a choice.
 */
export function AttachButton({ isImagesOnly, isDisabled, onFiles, items }: AttachButtonProps) {
  const t = useComposerStrings();
  const [photoInput, setPhotoInput] = useState<HTMLInputElement | null>(null);
  const [fileInput, setFileInput] = useState<HTMLInputElement | null>(null);
  const [cameraInput, setCameraInput] = useState<HTMLInputElement | null>(null);
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    onFiles?.(Array.from(event.target.files ?? []));
    // The same file can be chosen again after it was removed.
    event.target.value = '';
  };
  const openPhotos = () => photoInput?.click();
  const openFiles = () => fileInput?.click();
  const openCamera = () => cameraInput?.click();
  const hasCamera = isCoarsePointer();
  const icon = <Paperclip size={20} aria-hidden="true" />;
  const pictures = isImagesOnly ? IMAGE_TYPES.join(',') : 'image/*,video/*';
  const attach = (
    <IconButton label={t.attach} disabled={isDisabled} onClick={openPhotos}>
      {icon}
    </IconButton>
  );
  return (
    <>
      {isImagesOnly && !hasCamera && items.length === 0 ? (
        attach
      ) : (
        <Suspense fallback={attach}>
          <AttachMenu
            icon={icon}
            isDisabled={isDisabled}
            onPhoto={onFiles ? openPhotos : undefined}
            onCamera={onFiles && hasCamera ? openCamera : undefined}
            onFile={onFiles && !isImagesOnly ? openFiles : undefined}
            items={items}
          />
        </Suspense>
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
