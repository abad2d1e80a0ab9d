import type { Account } from '@vestnik/sdk';
import { Avatar, Button, ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { Camera, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';

import { useRequest } from '../../requests/index.ts';
import styles from './AccountForm.module.css';
import { CropDialog } from './CropDialog.tsx';
import { strings } from './strings.ts';

interface PictureChoiceProps {
  profile: Account;
  onPicture: (image: Blob) => Promise<unknown>;
  onRemove: () => Promise<unknown>;
}

export function PictureChoice({ profile, onPicture, onRemove }: PictureChoiceProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { isPending, error, run } = useRequest();
  const input = useRef<HTMLInputElement>(null);
  const image = useImageFile();
  const hasPicture = profile.avatar_url !== null;

  return (
    <div className={styles['form']}>
      <div className={styles['picture']}>
        <Avatar id={profile.id} name={profile.name} size="xl" picture={profile.avatar_url} />
        <div className={styles['actions']}>
          <Button
            icon={<Camera size={18} aria-hidden="true" />}
            onClick={() => {
              input.current?.click();
            }}
          >
            {hasPicture ? t.changePicture : t.choosePicture}
          </Button>
          {hasPicture ? (
            <Button
              variant="quiet"
              icon={<Trash2 size={18} aria-hidden="true" />}
              isPending={isPending}
              onClick={() => void run(onRemove)}
            >
              {t.removePicture}
            </Button>
          ) : null}
        </div>
        <input
          ref={input}
          type="file"
          accept="image/*"
          hidden
          onChange={(event) => {
            void image.open(event.target.files?.[0]);
            // The same file can be chosen again.
            event.target.value = '';
          }}
        />
      </div>
      {image.isUnreadable ? <ErrorMessage>{t.pictureUnreadable}</ErrorMessage> : null}
      {error === null ? null : <ErrorMessage>{errorMessage(error)}</ErrorMessage>}
      {image.bitmap === null ? null : (
        <CropDialog bitmap={image.bitmap} onSave={onPicture} onClose={image.close} />
      )}
    </div>
  );
}

/** The picture of a file that the user chose. */
function useImageFile() {
  const [bitmap, setBitmap] = useState<ImageBitmap | null>(null);
  const [isUnreadable, setIsUnreadable] = useState(false);
  return {
    bitmap,
    isUnreadable,
    open: async (file: File | undefined) => {
      if (file === undefined) return;
      setIsUnreadable(false);
      try {
        setBitmap(await createImageBitmap(file));
      } catch {
        setIsUnreadable(true);
      }
    },
    close: () => {
      bitmap?.close();
      setBitmap(null);
    },
  };
}
