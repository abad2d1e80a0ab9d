import type { Message, Quote } from '@vestnik/sdk';

import type { ComposerMessage } from '../../../composer/index.ts';
import type { AttachedFiles } from '../composer/useAttachedFiles.ts';

/** What is being written, as far as other ways to send it need: a part of `Composition`, which loads them. */
export interface Written {
  readonly editing: Message | null;
  readonly replyTo: Quote | null;
  readonly files: AttachedFiles;
  readonly send: (message: ComposerMessage, isSilent: boolean) => void;
  readonly setText: (text: string) => void;
  /** Ends the reply. */
  readonly cancel: () => void;
}
