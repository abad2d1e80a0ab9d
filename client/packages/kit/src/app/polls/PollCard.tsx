import type { Message, Poll, PollOption } from '@vestnik/sdk';
import { useMessageActions } from '@vestnik/sdk/react';
import { useStrings } from '@vestnik/ui/i18n';
import { Circle, CircleCheck, Square, SquareCheck } from 'lucide-react';
import { useId, useState } from 'react';

import styles from './PollCard.module.css';
import { strings } from './strings.ts';

interface PollCardProps {
  message: Message;
  poll: Poll;
  /** Whether the reader may write in the chat. */
  canVote: boolean;
  onVoters: (message: Message) => void;
}

/** A poll as a message shows it. Its controls are reached from the message by the arrow keys. */
export default function PollCard({ message, poll, canVote, onVoters }: PollCardProps) {
  const t = useStrings(strings);
  const { vote } = useMessageActions();
  const [hasFailed, setFailed] = useState(false);
  const questionId = useId();
  const own = poll.options.filter(({ mine }) => mine).map(({ id }) => id);
  const isOpen = poll.closed_at === null;
  const choose = (ids: readonly number[]) => {
    setFailed(false);
    vote(message, ids).catch(() => {
      setFailed(true);
    });
  };
  const most = Math.max(1, ...poll.options.map(({ vote_count }) => vote_count));
  const count = poll.options.reduce((sum, { vote_count }) => sum + vote_count, 0);
  return (
    <div className={styles['poll']} role="group" aria-labelledby={questionId}>
      <p className={styles['question']} id={questionId} dir="auto">
        {poll.question}
      </p>
      <p className={styles['kind']}>{kindOf(poll, t)}</p>
      {poll.options.map((option) => (
        <Option
          key={option.id}
          option={option}
          share={option.vote_count / most}
          isMultiple={poll.multiple}
          isDisabled={!isOpen || !canVote}
          onChoose={() => {
            choose(chosenWith(poll, own, option));
          }}
        />
      ))}
      <div className={styles['foot']}>
        <span>{t.votes(count)}</span>
        {isOpen && own.length > 0 ? (
          <FootButton
            label={t.takeBack}
            onClick={() => {
              choose([]);
            }}
          />
        ) : null}
        {poll.anonymous || count === 0 ? null : (
          <FootButton
            label={t.voters}
            onClick={() => {
              onVoters(message);
            }}
          />
        )}
        {hasFailed ? <span role="alert">{t.failed}</span> : null}
      </div>
    </div>
  );
}

function kindOf(poll: Poll, t: (typeof strings)['ru']): string {
  if (poll.closed_at !== null) return t.closed;
  if (poll.anonymous) return t.anonymous;
  return poll.multiple ? t.manyPoll : t.poll;
}

/** What is chosen after a click on an option. */
function chosenWith(poll: Poll, own: readonly number[], { id, mine }: PollOption): number[] {
  if (mine) return own.filter((one) => one !== id);
  return poll.multiple ? [...own, id] : [id];
}

interface OptionProps {
  option: PollOption;
  /** Of the most votes that an option has: 0 to 1. */
  share: number;
  isMultiple: boolean;
  isDisabled: boolean;
  onChoose: () => void;
}

function Option({ option, share, isMultiple, isDisabled, onChoose }: OptionProps) {
  const t = useStrings(strings);
  const { text, vote_count, mine } = option;
  const [Chosen, Free] = isMultiple ? [SquareCheck, Square] : [CircleCheck, Circle];
  const Mark = mine ? Chosen : Free;
  return (
    <button
      type="button"
      className={styles['option']}
      aria-pressed={mine}
      aria-label={t.optionVotes(text, vote_count)}
      disabled={isDisabled}
      tabIndex={-1}
      onClick={onChoose}
    >
      <span className={styles['bar']} style={{ width: `${share * 100}%` }} />
      <Mark className={styles['mark']} size={18} aria-hidden="true" />
      <span className={styles['text']} dir="auto">
        {text}
      </span>
      <span className={styles['count']}>{vote_count}</span>
    </button>
  );
}

function FootButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" className={styles['link']} tabIndex={-1} onClick={onClick}>
      {label}
    </button>
  );
}
