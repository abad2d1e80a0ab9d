import type { Meta, StoryObj } from '@storybook/react-vite';
import { fn } from 'storybook/test';

import { PlainComposer, type PendingAttachment } from '../../src/composer/index.ts';
import { ComposerDemo } from './ComposerDemo.tsx';

const meta = {
  title: 'Composer/Composer',
  component: ComposerDemo,
  args: { onCancel: fn(), onEditLast: fn() },
  decorators: [
    (Story) => (
      // Suggestions open upwards.
      <div style={{ paddingTop: '18rem' }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof ComposerDemo>;

export default meta;

type Story = StoryObj<typeof meta>;

const file = (name: string, type: string) => new File(['0123456789'], name, { type });

const item = (changes: Partial<PendingAttachment>): PendingAttachment => ({
  key: changes.file?.name ?? '',
  file: file('homework.pdf', 'application/pdf'),
  state: 'ready',
  ...changes,
});

export const Empty: Story = {};

export const Replying: Story = { args: { banner: 'reply' } };

export const Editing: Story = { args: { banner: 'edit', initialText: 'Задание — в файле.' } };

export const NearTheLimit: Story = { args: { initialText: 'Почти двадцать симв', maxLength: 20 } };

export const TooLong: Story = { args: { initialText: 'Заметно длиннее двадцати', maxLength: 20 } };

export const Attachments: Story = {
  args: {
    initialItems: [
      item({ file: file('homework.pdf', 'application/pdf') }),
      item({ file: file('lesson.mp4', 'video/mp4') }),
      item({ file: file('archive.zip', 'application/zip'), state: 'preparing' }),
      item({ file: file('song.mp3', 'audio/mpeg') }),
    ],
  },
};

export const ImagesOnly: Story = { args: { isImagesOnly: true } };

export const WithoutAttachments: Story = { args: { canAttach: false } };

export const Voice: Story = { args: { hasVoice: true } };

export const VoiceWithPreview: Story = { args: { hasVoice: true, hasPreview: true } };

export const WithFooter: Story = { args: { footer: 'Enter — отправить' } };

/** Without mentions and formatting, which pages of plain texts do not load. */
export const Plain: Story = {
  render: () => <PlainComposer text="Простой текст" onText={fn()} onSend={fn()} />,
};
