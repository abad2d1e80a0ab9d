import type { Meta, StoryObj } from '@storybook/react-vite';
import { FileReaderContext } from '@vestnik/ui/files';
import { useEffect, useState } from 'react';

import { Attachments, CanvasPicturesContext, GalleryViewer } from '../../src/message/index.ts';
import { image } from '../fixtures.ts';

const IMAGES = [image(1), image(2, 900, 1600), image(3)];

function Gallery() {
  const [index, setIndex] = useState<number | null>(null);
  const close = () => {
    setIndex(null);
  };
  useEffect(() => {
    // A host closes it when the user goes back.
    window.addEventListener('popstate', close);
    return () => {
      window.removeEventListener('popstate', close);
    };
  }, []);
  return (
    <>
      <Attachments
        attachments={IMAGES}
        onOpenImage={(_images, opened) => {
          setIndex(opened);
        }}
      />
      <GalleryViewer images={IMAGES} index={index} onClose={close} />
    </>
  );
}

const meta = { title: 'Message/GalleryViewer', component: Gallery } satisfies Meta<typeof Gallery>;

export default meta;

/** Press a picture. */
export const Closed: StoryObj<typeof meta> = {};

const readFile = async (path: string) => (await fetch(path)).blob();

/** For pages whose policy allows no pictures. */
export const OnCanvases: StoryObj<typeof meta> = {
  decorators: [
    (Story) => (
      <FileReaderContext value={readFile}>
        <CanvasPicturesContext value={true}>
          <Story />
        </CanvasPicturesContext>
      </FileReaderContext>
    ),
  ],
};
