import { Button, Dialog, DialogActions, ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';

import { useRequest } from '../../requests/index.ts';
import { CENTRED, cropArea, dragCrop, MAX_ZOOM, type Crop } from './crop.ts';
import styles from './CropDialog.module.css';
import { strings } from './strings.ts';

/** Pixels of a side of the uploaded picture. */
const SIDE = 512;
const JPEG_QUALITY = 0.9;

interface CropDialogProps {
  bitmap: ImageBitmap;
  onSave: (image: Blob) => Promise<unknown>;
  onClose: () => void;
}

/** Crops a picture to a square on this device: by dragging it, or by sliders. */
export function CropDialog({ bitmap, onSave, onClose }: CropDialogProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { isPending, error, run } = useRequest();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [crop, setCrop] = useState(CENTRED);
  const save = async () => {
    const { current } = canvas;
    if (current === null) return;
    if (await run(async () => onSave(await jpegOf(current)))) onClose();
  };
  return (
    <Dialog isOpen title={t.crop} onClose={onClose}>
      <CropCanvas ref={canvas} bitmap={bitmap} crop={crop} onChange={setCrop} />
      <CropSliders crop={crop} onChange={setCrop} />
      {error === null ? null : (
        <ErrorMessage>{errorMessage(error, { picture_refused: t.pictureRefused })}</ErrorMessage>
      )}
      <DialogActions>
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button variant="primary" isPending={isPending} onClick={() => void save()}>
          {t.save}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface CropCanvasProps {
  ref: RefObject<HTMLCanvasElement | null>;
  bitmap: ImageBitmap;
  crop: Crop;
  onChange: (change: (before: Crop) => Crop) => void;
}

function CropCanvas({ ref, bitmap, crop, onChange }: CropCanvasProps) {
  const t = useStrings(strings);
  useEffect(() => {
    if (ref.current !== null) draw(ref.current, bitmap, crop);
  }, [ref, bitmap, crop]);
  const drag = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { width } = event.currentTarget.getBoundingClientRect();
    const { movementX, movementY } = event;
    onChange((before) => dragCrop(bitmap, before, movementX / width, movementY / width));
  };
  return (
    <canvas
      ref={ref}
      width={SIDE}
      height={SIDE}
      className={styles['preview']}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
    >
      {t.cropPreview}
    </canvas>
  );
}

interface CropSlidersProps {
  crop: Crop;
  onChange: (crop: Crop) => void;
}

function CropSliders({ crop, onChange }: CropSlidersProps) {
  const t = useStrings(strings);
  const slider = (label: string, name: keyof Crop, min: number, max: number) => (
    <label className={styles['slider']}>
      {label}
      <input
        type="range"
        min={min}
        max={max}
        step="any"
        value={crop[name]}
        onChange={(event) => {
          onChange({ ...crop, [name]: Number(event.target.value) });
        }}
      />
    </label>
  );
  return (
    <div className={styles['sliders']}>
      {slider(t.zoom, 'zoom', 1, MAX_ZOOM)}
      {slider(t.horizontal, 'x', 0, 1)}
      {slider(t.vertical, 'y', 0, 1)}
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, bitmap: ImageBitmap, crop: Crop): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { left, top, side } = cropArea(bitmap, crop);
  // JPEG has no transparency.
  context.fillStyle = 'white';
  context.fillRect(0, 0, SIDE, SIDE);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, left, top, side, side, 0, 0, SIDE, SIDE);
}

async function jpegOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => {
        if (blob === null) reject(new Error('the browser cannot encode the picture'));
        else resolve(blob);
      },
      'image/jpeg',
      JPEG_QUALITY,
    );
  });
}
