import { Avatar, Button, Dialog, DialogActions, TextField } from '@vestnik/ui';
import { useState } from 'react';

import { useOverlayStrings } from '../overlayStrings.ts';
import styles from './ReadersList.module.css';

/** A chat that a message can be forwarded to. */
export interface ForwardTarget {
  readonly id: number;
  /** As the list of chats shows it. */
  readonly title: string;
  /** Decides on the colour: the other person's id in a private chat; absent: that of the chat. */
  readonly hue?: number;
}

export interface ForwardDialogProps {
  isOpen: boolean;
  chats: readonly ForwardTarget[];
  /** Where the host searches itself; else the titles are searched. */
  onQuery?: ((query: string) => void) | undefined;
  /** It is being forwarded. */
  isPending?: boolean;
  onForward: (chatIds: readonly number[]) => void;
  onClose: () => void;
}

/** The chats to forward messages to. */
export function ForwardDialog({ isOpen, ...rest }: ForwardDialogProps) {
  const t = useOverlayStrings();
  return (
    <Dialog isOpen={isOpen} title={t.forwardTo} onClose={rest.onClose}>
      {isOpen ? <ForwardForm {...rest} /> : null}
    </Dialog>
  );
}

function ForwardForm(props: Omit<ForwardDialogProps, 'isOpen'>) {
  const { chats, onQuery, isPending = false, onForward, onClose } = props;
  const t = useOverlayStrings();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const shown = onQuery ? chats : chats.filter(({ title }) => includesText(title, query));
  const toggle = (id: number) => {
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.length > 0) onForward(chosen);
      }}
    >
      <TextField
        label={t.searchChats}
        type="search"
        autoComplete="off"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          onQuery?.(event.target.value);
        }}
      />
      <ul className={styles['chats']}>
        {shown.map(({ id, title, hue = id }) => (
          <li key={id}>
            <label className={styles['chat']}>
              <Avatar id={hue} name={title} size="s" />
              <bdi className={styles['name']}>{title}</bdi>
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={() => {
                  toggle(id);
                }}
              />
            </label>
          </li>
        ))}
      </ul>
      {shown.length === 0 ? <p className={styles['empty']}>{t.noChats}</p> : null}
      <DialogActions>
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button
          type="submit"
          variant="primary"
          isPending={isPending}
          disabled={chosen.length === 0}
        >
          {t.forward}
        </Button>
      </DialogActions>
    </form>
  );
}

function includesText(title: string, query: string): boolean {
  return title.toLowerCase().includes(query.trim().toLowerCase());
}
