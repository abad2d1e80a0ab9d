import type { Meta, StoryObj } from '@storybook/react-vite';
import { pdfFile } from '@vestnik/testing/pdf';
import { useState } from 'react';

import { Attachments } from '../../src/message/index.ts';
import { PdfViewer } from '../../src/message/pdf/index.ts';
import { attachment } from '../fixtures.ts';

interface ViewerProps {
  content: string;
  isInitiallyOpen?: boolean;
}

function Viewer({ content, isInitiallyOpen = false }: ViewerProps) {
  const [isOpen, setOpen] = useState(isInitiallyOpen);
  const file = attachment({
    url: `data:application/pdf;base64,${btoa(content)}`,
    size: content.length,
  });
  return (
    <>
      <Attachments
        attachments={[file]}
        onOpenPdf={() => {
          setOpen(true);
        }}
      />
      {isOpen ? (
        <PdfViewer
          file={file}
          onClose={() => {
            setOpen(false);
          }}
        />
      ) : null}
    </>
  );
}

const meta = {
  title: 'Message/PdfViewer',
  component: Viewer,
  args: { content: pdfFile(3) },
} satisfies Meta<typeof Viewer>;

export default meta;

type Story = StoryObj<typeof meta>;

/** Press the file. */
export const Closed: Story = {};

export const Open: Story = { args: { isInitiallyOpen: true } };

export const ManyPages: Story = { args: { content: pdfFile(310), isInitiallyOpen: true } };

export const Unreadable: Story = { args: { content: '%PDF-1.4 broken', isInitiallyOpen: true } };
