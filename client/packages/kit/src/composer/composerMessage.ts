import type { Mention } from '@vestnik/sdk/model';
import type { ReactNode } from 'react';

/** What the composer hands over to be sent. */
export interface ComposerMessage {
  /** Without the white space around it; empty only with attachments. */
  readonly text: string;
  /** The members who were chosen from the suggestions, where the text still names them. */
  readonly mentions: readonly Mention[];
}

/** Takes what is written. False: it cannot be sent. */
export type TakeMessage = (() => ComposerMessage) | false;

/** Behind the button that sends or saves: other ways to send a message. */
export type SendOptions = ((take: TakeMessage) => ReactNode) | null | undefined;
