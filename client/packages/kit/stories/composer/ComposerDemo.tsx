import { useState, type ReactNode } from 'react';

import {
  Composer,
  ComposerBanner,
  DEFAULT_ATTACHMENT_RULES,
  FileDropZone,
  VoiceRecorder,
  compressImage,
  type PendingAttachment,
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
  onCancel: () => void;
  onEditLast: () => void;
}

const RULES = { ...DEFAULT_ATTACHMENT_RULES, maxBytes: 1024 * 1024 };

/** A host as small as it can be: it compresses photos, uploads nothing, and shows what is sent. */
export function ComposerDemo(props: ComposerDemoProps) {
  const { initialText = '', initialItems = [], banner, canAttach = true } = props;
  const [text, setText] = useState(initialText);
  const { items, add, remove, clear } = useItems(initialItems);
  const [sent, setSent] = useState<unknown>(null);
  return (
    <FileDropZone>
      <Composer
        text={text}
        onText={setText}
        onSend={(message) => {
          setSent({ ...message, files: items.map(({ file }) => described(file)) });
          setText('');
          clear();
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
                rules: { ...RULES, isImagesOnly: props.isImagesOnly ?? false },
              }
            : undefined
        }
        voice={
          props.hasVoice ? (
            <VoiceRecorder
              onRecorded={({ file, ...clip }) => {
                setSent({ ...clip, file: described(file) });
              }}
              hasPreview={props.hasPreview ?? false}
            />
          ) : null
        }
      />
      <output>{sent === null ? null : JSON.stringify(sent)}</output>
    </FileDropZone>
  );
}

function useItems(initial: readonly PendingAttachment[]) {
  const [items, setItems] = useState(initial);
  const remove = (key: string) => {
    setItems((before) => before.filter((item) => item.key !== key));
  };
  const add = (files: File[]) => {
    for (const file of files) {
      const key = crypto.randomUUID();
      setItems((before) => [...before, { key, file, state: 'preparing' }]);
      void compressImage(file).then((compressed) => {
        const ready: PendingAttachment = { key, file: compressed, state: 'ready' };
        setItems((before) => before.map((item) => (item.key === key ? ready : item)));
      });
    }
  };
  const clear = () => {
    setItems([]);
  };
  return { items, add, remove, clear };
}

function described({ name, type, size }: File) {
  return { name, type, size };
}
