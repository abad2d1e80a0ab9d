import type { Member } from '@vestnik/sdk/model';
import { useRef } from 'react';

import type { FormatByKey } from './ComposerField.tsx';
import { markerOf } from './markers.ts';
import { untilLoaded } from '../lazyPart.ts';
import { PlainComposer, type PlainComposerProps } from './PlainComposer.tsx';
import { applySelection } from './textField.ts';
import { useMentions } from './useMentions.ts';

export interface ComposerProps extends Omit<PlainComposerProps, 'mentions' | 'onFormat' | 'field'> {
  /** Members who can be mentioned; empty: there are no suggestions. */
  members?: readonly Member[];
  /** Called with what follows an `@` while suggestions are open, else with null: `members` may come then. */
  onMention?: ((query: string | null) => void) | undefined;
  /** Is not suggested. */
  ownId?: number | null;
}

const NO_MEMBERS: readonly Member[] = [];

/** The form that a message is written in, with mentions and formatting by keys. */
export function Composer({
  members = NO_MEMBERS,
  onMention,
  ownId = null,
  ...props
}: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const mentions = useMentions({ field, members, onMention, ownId });
  return <PlainComposer {...props} field={field} mentions={mentions} onFormat={formatByKey} />;
}

const formatByKey: FormatByKey = (event) => {
  const marker = markerOf(event);
  if (marker === null) return false;
  const element = event.currentTarget;
  void untilLoaded(() => import('./formatting.ts')).then(({ toggleFormat }) => {
    const { value: text, selectionStart: start, selectionEnd: end } = element;
    applySelection(element, toggleFormat({ text, start, end }, marker));
  });
  return true;
};
