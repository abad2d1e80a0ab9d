import type { Chat } from '@vestnik/sdk';
import { IconButton } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { BellOff, CalendarClock, ChevronUp } from 'lucide-react';
import { useRef, useState } from 'react';

import type { ComposerMessage, TakeMessage } from '../../../composer/index.ts';
import type { MenuItem } from '../../../menu/index.ts';
import { anchorUnder, MessageActions, type MenuAnchor } from '../../../message/index.ts';
import { useChatPolicy } from '../../policy/index.ts';
import styles from './SendMenu.module.css';
import { scheduling } from './scheduling.ts';
import { strings } from './strings.ts';
import { useCanSchedule } from './useCanSchedule.ts';
import { useSendButtonMenu } from './useSendButtonMenu.ts';
import type { Written } from './written.ts';

interface SendMenuProps {
  take: TakeMessage;
  chat: Chat;
  composition: Written;
}

/** Other ways to send a message; nothing where the application offers none. */
export function SendMenu({ take, chat, composition }: SendMenuProps) {
  const t = useStrings(strings);
  const { silent: canBeSilent = true } = useChatPolicy();
  const canSchedule = useCanSchedule(chat.id);
  const { editing, send } = composition;
  if (editing !== null || (!canBeSilent && !canSchedule)) return null;
  const withTaken = (send: (message: ComposerMessage) => void) => () => {
    if (take) send(take());
  };
  const silent = {
    key: 'silent',
    label: t.sendSilently,
    icon: <BellOff size={18} aria-hidden="true" />,
    onSelect: withTaken((message) => {
      send(message, true);
    }),
  };
  const later = {
    key: 'schedule',
    label: t.schedule,
    icon: <CalendarClock size={18} aria-hidden="true" />,
    onSelect: withTaken((message) => {
      scheduling.set({ chatId: chat.id, message });
    }),
  };
  const items = [...(canBeSilent ? [silent] : []), ...(canSchedule ? [later] : [])];
  return <OptionsButton label={t.options} items={items} isDisabled={!take} />;
}

interface OptionsButtonProps {
  label: string;
  items: readonly MenuItem[];
  isDisabled: boolean;
}

const NO_HANDLERS = {};

/** For a finger it is there only with the focus: a long press of the button in front of it opens the menu. */
function OptionsButton({ label, items, isDisabled }: OptionsButtonProps) {
  const root = useRef<HTMLSpanElement>(null);
  const [anchor, setAnchor] = useState<MenuAnchor | null>(null);
  useSendButtonMenu(root, setAnchor);
  return (
    <span ref={root} className={styles['options']}>
      <IconButton
        className={styles['button']}
        label={label}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        disabled={isDisabled}
        onClick={({ currentTarget }) => {
          setAnchor(anchorUnder(currentTarget));
        }}
      >
        <ChevronUp size={18} aria-hidden="true" />
      </IconButton>
      <MessageActions
        label={label}
        anchor={isDisabled ? null : anchor}
        handlers={NO_HANDLERS}
        items={items}
        onClose={() => {
          setAnchor(null);
        }}
      />
    </span>
  );
}
