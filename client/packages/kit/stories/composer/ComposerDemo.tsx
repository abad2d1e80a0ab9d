import { useState, type ReactNode } from 'react';

import {
  Composer,
  ComposerBanner,
  DEFAULT_ATTACHMENT_RULES,
  FileDropZone,
  VoiceRecorder,
  type ComposerMessage,
  type PendingAttachment,
  type VoiceClip,
} from '../../src/composer/index.ts';
import { MEMBERS } from '../chatFixtures.ts';
import { OWN_ID } from '../fixtures.ts';

interface ComposerDemoProps {
  initialText?: string;
  maxLength?: number;
  banner?: 'reply' | 'edit';
  initialItems?: readonly PendingAttachment[];
  canAttach?: boolean;
  isImagesOnly?: boolean;
  hasVoice?: boolean;
  hasPreview?: boolean;
  footer?: ReactNode;
  onSend: (message: ComposerMessage & { readonly names: readonly string[] }) => void;
  onCancel: () => void;
  onEditLast: () => void;
  onRecorded: (clip: VoiceClip) => void;
}

/** A host as small as it can be: it holds the text and the files, and uploads nothing. */
export function ComposerDemo(props: ComposerDemoProps) {
  const { initialText = '', initialItems = [], banner, canAttach = true } = props;
  const [text, setText] = useState(initialText);
  const [items, setItems] = useState(initialItems);
  const remove = (key: string) => {
    setItems((before) => before.filter((item) => item.key !== key));
  };
  const add = (files: File[]) => {
    setItems((before) => [...before, ...files.map(toReadyItem)]);
  };
  return (
    <FileDropZone>
      <Composer
        text={text}
        onText={setText}
        onSend={(message) => {
          props.onSend({ ...message, names: items.map(({ file }) => file.name) });
          setText('');
          setItems([]);
        }}
        maxLength={props.maxLength ?? 10_000}
        members={MEMBERS}
        ownId={OWN_ID}
        isEditing={banner === 'edit'}
        onEscape={banner ? props.onCancel : undefined}
        onEditLast={props.onEditLast}
        footer={props.footer}
        banner={
          banner && (
            <ComposerBanner
              kind={banner}
              authorName="Анна Соколова"
              excerpt="Здравствуйте! Домашнее задание — в файле."
              onCancel={props.onCancel}
            />
          )
        }
        attachments={
          canAttach
            ? {
                items,
                onAdd: add,
                onRemove: remove,
                onRetry: remove,
                rules: {
                  ...DEFAULT_ATTACHMENT_RULES,
                  maxBytes: 1024 * 1024,
                  isImagesOnly: props.isImagesOnly ?? false,
                },
              }
            : undefined
        }
        voice={
          props.hasVoice ? (
            <VoiceRecorder onRecorded={props.onRecorded} hasPreview={props.hasPreview ?? false} />
          ) : null
        }
      />
    </FileDropZone>
  );
}

function toReadyItem(file: File): PendingAttachment {
  return { key: crypto.randomUUID(), file, state: 'ready', progress: 1 };
}
