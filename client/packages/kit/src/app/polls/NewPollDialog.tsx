import { randomUuid } from '@vestnik/sdk';
import { useMessageActions } from '@vestnik/sdk/react';
import {
  Button,
  Dialog,
  DialogActions,
  ErrorMessage,
  IconButton,
  Switch,
  TextField,
} from '@vestnik/ui';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useStrings } from '@vestnik/ui/i18n';
import { X } from 'lucide-react';
import { useState } from 'react';

import { useChatPolicy } from '../policy/index.ts';
import styles from './NewPollDialog.module.css';
import { strings } from './strings.ts';

/** In characters, as the server counts them. */
const MAX_QUESTION_LENGTH = 300;
const MAX_OPTION_LENGTH = 100;
const MIN_OPTIONS = 2;
const MAX_OPTIONS = 10;

interface NewPollDialogProps {
  chatId: number;
  onClose: () => void;
}

/** Asks for a question and its options, and sends them. */
export default function NewPollDialog({ chatId, onClose }: NewPollDialogProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const form = usePollForm(chatId, onClose);
  return (
    <Dialog isOpen title={t.title} onClose={onClose}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void form.submit();
        }}
      >
        <TextField
          label={t.question}
          value={form.question}
          maxLength={MAX_QUESTION_LENGTH}
          required
          // The dialog was opened to write this.
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          onChange={({ currentTarget }) => {
            form.setQuestion(currentTarget.value);
          }}
        />
        <OptionFields options={form.options} onOptions={form.setOptions} />
        <Switch label={t.multiple} isOn={form.isMultiple} onChange={form.setMultiple} />
        <Switch
          label={t.anonymous}
          hint={t.anonymousHint}
          isOn={form.isAnonymous}
          onChange={form.setAnonymous}
        />
        {form.problem === null ? null : <ErrorMessage>{t[form.problem]}</ErrorMessage>}
        {form.error === null ? null : <ErrorMessage>{errorMessage(form.error)}</ErrorMessage>}
        <DialogActions>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" variant="primary" isPending={form.isPending}>
            {t.create}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** What is written in the dialog, and sending it. */
function usePollForm(chatId: number, onSent: () => void) {
  const { sendPoll } = useMessageActions();
  const { maxMessageLength } = useChatPolicy();
  const [question, setQuestion] = useState('');
  const [options, setOptions] = useState<readonly string[]>(['', '']);
  const [isMultiple, setMultiple] = useState(false);
  const [isAnonymous, setAnonymous] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const [problem, setProblem] = useState<'repeated' | 'tooLong' | null>(null);
  const [error, setError] = useState<unknown>(null);
  // The same for each attempt, so that a repeated one sends no second poll.
  const [clientId] = useState(randomUuid);
  const submit = async (): Promise<void> => {
    if (isPending) return;
    const given = options.map((option) => option.trim());
    const found = problemOf([question.trim(), ...given], maxMessageLength);
    setProblem(found);
    setError(null);
    if (found !== null) return;
    setIsPending(true);
    try {
      const poll = { question, options: given, multiple: isMultiple, anonymous: isAnonymous };
      await sendPoll(chatId, poll, clientId);
      onSent();
    } catch (thrown) {
      setError(thrown);
      setIsPending(false);
    }
  };
  return {
    question,
    setQuestion,
    options,
    setOptions,
    isMultiple,
    setMultiple,
    isAnonymous,
    setAnonymous,
    isPending,
    problem,
    error,
    submit,
  };
}

function problemOf(lines: readonly string[], maxLength: number): 'repeated' | 'tooLong' | null {
  const options = lines.slice(1);
  if (new Set(options).size < options.length) return 'repeated';
  return Array.from(lines.join('\n')).length > maxLength ? 'tooLong' : null;
}

interface OptionFieldsProps {
  options: readonly string[];
  onOptions: (options: readonly string[]) => void;
}

function OptionFields({ options, onOptions }: OptionFieldsProps) {
  const t = useStrings(strings);
  return (
    <div className={styles['options']}>
      {options.map((option, index) => (
        <TextField
          // Options have no identity but their place.
          key={index}
          label={t.option(index + 1)}
          value={option}
          maxLength={MAX_OPTION_LENGTH}
          required
          onChange={({ currentTarget }) => {
            onOptions(options.with(index, currentTarget.value));
          }}
          action={
            options.length > MIN_OPTIONS ? (
              <IconButton
                label={t.removeOption(index + 1)}
                onClick={() => {
                  onOptions(options.toSpliced(index, 1));
                }}
              >
                <X size={18} />
              </IconButton>
            ) : undefined
          }
        />
      ))}
      {options.length < MAX_OPTIONS ? (
        <Button
          onClick={() => {
            onOptions([...options, '']);
          }}
        >
          {t.addOption}
        </Button>
      ) : null}
    </div>
  );
}
