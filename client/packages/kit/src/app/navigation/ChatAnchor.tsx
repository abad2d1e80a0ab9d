import { isPlainClick } from '@vestnik/ui/address';
import type { ComponentProps } from 'react';

import { useChatNavigation } from './ChatNavigation.tsx';

type ChatAnchorProps = Pick<
  ComponentProps<'a'>,
  'className' | 'children' | 'title' | 'aria-label' | 'aria-describedby' | 'aria-current'
> & {
  /** Null: the list. */
  chatId: number | null;
};

/** A link to a chat or to the list; a button in an application without addresses. */
export function ChatAnchor({ chatId, ...rest }: ChatAnchorProps) {
  const { href, open } = useChatNavigation();
  const address = href(chatId);
  const data = { 'data-chat-id': chatId ?? '' };
  if (address === undefined) {
    return (
      <button
        {...rest}
        {...data}
        type="button"
        onClick={() => {
          open(chatId);
        }}
      />
    );
  }
  return (
    // It has its content from `rest`.
    // eslint-disable-next-line jsx-a11y/anchor-has-content
    <a
      {...rest}
      {...data}
      href={address}
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        open(chatId);
      }}
    />
  );
}
