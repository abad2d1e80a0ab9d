import { useGiveReason } from '@vestnik/sdk/desk';
import type { TextFieldProps } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useRef, useState, type SubmitEvent } from 'react';

import { strings } from './strings.ts';

/** Longest reason that the server takes, in characters. */
const REASON_MAX = 500;

export interface ReasonForm {
  /** Properties of the text field. */
  readonly field: TextFieldProps;
  readonly isPending: boolean;
  /** Why the server has not taken it. */
  readonly problem: string | null;
  readonly submit: (event: SubmitEvent) => void;
}

/** The form for the reason for reading a chat as a non-member. */
export function useReasonForm(chatId: number, onGiven: () => void): ReasonForm {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const input = useRef<HTMLInputElement>(null);
  const { mutateAsync: give, isPending, error } = useGiveReason(chatId);
  const [reason, setReason] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const send = async (text: string) => {
    try {
      await give(text);
    } catch {
      // `error` says what went wrong.
      return;
    }
    onGiven();
  };
  return {
    field: {
      ref: input,
      label: t.reason,
      maxLength: REASON_MAX,
      autoComplete: 'off',
      value: reason,
      error: isMissing ? t.reasonMissing : null,
      onChange: (event) => {
        setIsMissing(false);
        setReason(event.target.value);
      },
    },
    isPending,
    problem: error === null ? null : errorMessage(error, { invalid_content: t.reasonRefused }),
    submit: (event) => {
      event.preventDefault();
      const text = reason.trim();
      if (text === '') {
        setIsMissing(true);
        input.current?.focus();
      } else if (!isPending) void send(text);
    },
  };
}
