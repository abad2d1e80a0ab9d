/** All strings of the kit, by the part of a chat that shows them. */
import { strings as chatList } from '../chatList/strings.ts';
import { strings as chatPicker } from '../chatPicker/strings.ts';
import { strings as scheduled } from '../conversation/scheduled/strings.ts';
import { strings as conversation } from '../conversation/strings.ts';
import { strings as groups } from '../groups/strings.ts';
import { strings as names } from '../names/strings.ts';
import { strings as notifications } from '../notifications/strings.ts';
import { menuStrings as pollMenu } from '../polls/menuStrings.ts';
import { strings as polls } from '../polls/strings.ts';
import { strings as presence } from '../presence/strings.ts';
import { strings as page } from '../strings.ts';
import { dialogStrings as dialogs } from '../../chats/dialogStrings.ts';
import { chatsStrings as chats } from '../../chats/strings.ts';
import { composerStrings as composer } from '../../composer/strings.ts';
import { voiceStrings as voice } from '../../composer/voiceStrings.ts';
import { overlayStrings as overlays } from '../../message/overlayStrings.ts';
import { pdfStrings as pdf } from '../../message/pdf/strings.ts';
import { pickerStrings as emoji } from '../../message/reactions/strings.ts';
import { messageStrings as message } from '../../message/strings.ts';

export const catalogues = {
  chatList,
  chatPicker,
  chats,
  composer,
  conversation,
  dialogs,
  emoji,
  groups,
  message,
  names,
  notifications,
  overlays,
  page,
  pdf,
  pollMenu,
  polls,
  presence,
  scheduled,
  voice,
};
