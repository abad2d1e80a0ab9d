import {
  quoteOf,
  toVestnikError,
  type Draft,
  type Message,
  type Quote,
  type VestnikError,
} from '@vestnik/sdk';
import { useDraft as useSharedDraft, useMessageActions, useSend } from '@vestnik/sdk/react';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';

import type { ComposerMessage, VoiceClip } from '../../../composer/index.ts';
import { useDraftText } from '../../drafts/index.ts';
import { useChatPolicy } from '../../policy/index.ts';
import { useScheduledParts, type ScheduledParts } from '../scheduled/useScheduledParts.ts';
import { useAttachedFiles, type AttachedFiles } from './useAttachedFiles.ts';
import { useDraftReply } from './useDraftReply.ts';

/** What is being written in a chat: a new message, a reply, or another text of a sent message. */
export interface Composition {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly replyTo: Quote | null;
  readonly editing: Message | null;
  readonly files: AttachedFiles;
  /** Why an edit could not be saved. */
  readonly error: VestnikError | null;
  /** Counts what was sent: then the log goes to its end. */
  readonly sentCount: number;
  readonly reply: (message: Message) => void;
  readonly edit: (message: Message) => void;
  /** Ends the reply or the edit. */
  readonly cancel: () => void;
  /** The message that is edited was deleted. Another text becomes the draft if there is none. */
  readonly abandonEdit: () => void;
  readonly send: (message: ComposerMessage, isSilent?: boolean) => void;
  readonly sendVoice: (clip: VoiceClip) => void;
  /** What sends silently or later; null until it is loaded. */
  readonly parts: ScheduledParts | null;
}

interface Edit {
  readonly message: Message;
  readonly text: string;
}

export function useComposition(chatId: number): Composition {
  const draft = useSyncedDraft(chatId);
  const { mutate: send } = useSend(chatId);
  const files = useAttachedFiles();
  const { edit, error, setEdit, startEdit, saveEdit } = useEdit();
  const { replyTo, setReplyTo, changeReply, reply } = useReply(draft, setEdit);
  const [sentCount, setSentCount] = useState(0);

  const afterSending = () => {
    setReplyTo(null);
    setSentCount((count) => count + 1);
  };
  return {
    text: edit?.text ?? draft.text,
    setText: (text) => {
      if (edit === null) draft.setText(text, replyTo?.id ?? null);
      else setEdit({ ...edit, text });
    },
    replyTo,
    editing: edit?.message ?? null,
    files,
    error,
    sentCount,
    reply,
    edit: startEdit,
    cancel: () => {
      // An edit covers the reply of the draft.
      if (edit === null) changeReply(null);
      setEdit(null);
    },
    abandonEdit: () => {
      if (edit !== null && edit.text !== edit.message.text && draft.text === '') {
        draft.setText(edit.text, null);
      }
      setEdit(null);
    },
    send: ({ text, mentions }, isSilent = false) => {
      if (edit !== null) {
        void saveEdit(text);
        return;
      }
      send({ text, mentions, replyTo, files: files.toSend(), isSilent });
      files.clear();
      draft.end();
      afterSending();
    },
    parts: useScheduledParts(),
    sendVoice: ({ file, waveform }) => {
      send({ replyTo, files: [{ blob: file, name: file.name, isVoice: true, waveform }] });
      draft.saveReply(null);
      afterSending();
    },
  };
}

/** The message that is answered, which the draft keeps. */
function useReply({ shared, saveReply }: SyncedDraft, setEdit: UseEdit['setEdit']) {
  const [replyTo, setReplyTo] = useDraftReply(shared);
  const changeReply = useCallback(
    (quote: Quote | null) => {
      setReplyTo(quote);
      saveReply(quote?.id ?? null);
    },
    [setReplyTo, saveReply],
  );
  const reply = useCallback(
    (message: Message) => {
      setEdit(null);
      changeReply(quoteOf(message));
    },
    [setEdit, changeReply],
  );
  return { replyTo, setReplyTo, changeReply, reply };
}

interface UseEdit {
  readonly edit: Edit | null;
  /** Why it could not be saved. */
  readonly error: VestnikError | null;
  readonly setEdit: (edit: Edit | null) => void;
  readonly startEdit: (message: Message) => void;
  readonly saveEdit: (text: string) => Promise<void>;
}

/** Another text of a message that was sent. */
function useEdit(): UseEdit {
  const actions = useMessageActions();
  const [edit, setEdit] = useState<Edit | null>(null);
  const [error, setError] = useState<VestnikError | null>(null);
  const change = useCallback((next: Edit | null) => {
    setError(null);
    setEdit(next);
  }, []);
  const startEdit = useCallback(
    (message: Message) => {
      change({ message, text: message.text });
    },
    [change],
  );
  const saveEdit = async (text: string) => {
    if (edit === null) return;
    try {
      if (text !== edit.message.text) await actions.edit(edit.message, text);
      change(null);
    } catch (thrown) {
      setError(toVestnikError(thrown));
    }
  };
  return { edit, error, setEdit: change, startEdit, saveEdit };
}

interface SyncedDraft {
  /** The one on the server. */
  readonly shared: Draft | null;
  readonly text: string;
  readonly setText: (text: string, replyTo: number | null) => void;
  /** Another message is answered by the same text. */
  readonly saveReply: (replyTo: number | null) => void;
  /** It was sent. */
  readonly end: () => void;
}

/**
 * The draft of this browser and of the user's other devices: what was written elsewhere is shown
 * unless there is another text here.
 */
function useSyncedDraft(chatId: number): SyncedDraft {
  const [text, setText] = useDraftText(chatId);
  const { data: draft = null, save, cancel } = useSharedDraft(chatId);
  const { drafts: syncsDrafts = false } = useChatPolicy();
  const remote = draft?.text ?? '';
  const [known, setKnown] = useState('');
  if (remote !== known) {
    setKnown(remote);
    if (text === known) setText(remote);
  }
  const latest = useRef(text);
  useLayoutEffect(() => {
    latest.current = text;
  });
  const saveReply = useCallback(
    (replyTo: number | null) => {
      if (syncsDrafts && latest.current.trim() !== '') save(latest.current, replyTo);
    },
    [save, syncsDrafts],
  );
  return {
    shared: syncsDrafts ? draft : null,
    text,
    saveReply,
    setText: (changed, replyTo) => {
      setText(changed);
      if (syncsDrafts) save(changed, replyTo);
    },
    end: () => {
      setText('');
      cancel();
    },
  };
}
