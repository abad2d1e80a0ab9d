import type { Meta, StoryObj } from '@storybook/react-vite';
import { fn } from 'storybook/test';

import { Attachments } from '../../src/message/index.ts';
import { attachment, image, VOICE } from '../fixtures.ts';

const meta = {
  title: 'Message/Attachments',
  component: Attachments,
  args: { attachments: [], onOpenImage: fn() },
} satisfies Meta<typeof Attachments>;

export default meta;

type Story = StoryObj<typeof meta>;

const images = (count: number) =>
  Array.from({ length: count }, (_, id) => (id % 3 === 1 ? image(id, 900, 1600) : image(id)));

export const OneImage: Story = { args: { attachments: [image(1)] } };

export const ThreeImages: Story = { args: { attachments: images(3) } };

export const TenImages: Story = { args: { attachments: images(10) } };

/** The preview is not made yet, and the file cannot be loaded. */
export const ImagePlaceholder: Story = {
  args: {
    attachments: [{ ...image(1), url: 'data:image/jpeg,', preview_url: 'data:image/jpeg,' }],
  },
};

export const Files: Story = {
  args: {
    attachments: [
      attachment(),
      attachment({
        id: 2,
        name: 'результаты.xlsx',
        mime: 'application/vnd.ms-excel',
        size: 1_530_000,
      }),
      attachment({ id: 3, name: `${'очень-длинное-имя-'.repeat(8)}.zip`, mime: 'application/zip' }),
    ],
  },
};

export const Voice: Story = { args: { attachments: [VOICE] } };

export const VoiceWithoutWaveform: Story = {
  args: { attachments: [{ ...VOICE, waveform: null }] },
};

export const Audio: Story = {
  args: { attachments: [{ ...VOICE, kind: 'audio', name: 'lecture.wav', size: 16_044 }] },
};

export const Video: Story = {
  args: {
    attachments: [
      {
        ...attachment({
          kind: 'video',
          name: 'lesson.mp4',
          mime: 'video/mp4',
          url: 'data:video/mp4,',
        }),
        width: 1280,
        height: 720,
        preview_url: image(5, 1280, 720).url,
      },
    ],
  },
};
