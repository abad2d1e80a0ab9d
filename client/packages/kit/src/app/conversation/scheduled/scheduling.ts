import { Store } from '@vestnik/sdk';

import type { ComposerMessage } from '../../../composer/index.ts';

export interface Scheduling {
  readonly chatId: number;
  readonly message: ComposerMessage;
}

/**
 * The message whose time is being chosen. The menu that begins it and the dialog stand at different places of a
 * conversation, whose own state would be loaded before it is needed.
 */
export const scheduling = new Store<Scheduling | null>(null);
