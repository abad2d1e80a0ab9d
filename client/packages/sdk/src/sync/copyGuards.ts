import type { Message, User } from '../model.ts';
import type { CopiedChat } from './copyContent.ts';
import type { TimelineCopy } from './state/timeline.ts';

/** What local copies have, by kind. */
export interface CopyValues {
  list: readonly CopiedChat[];
  history: TimelineCopy;
  users: readonly User[];
  /** Objects of the application. */
  items: readonly object[];
}

export type CopyKind = keyof CopyValues;

/** What is stored may be damaged, or of another version. */
export const GUARDS: {
  readonly [Kind in CopyKind]: (value: unknown) => value is CopyValues[Kind];
} = { list: isCopiedList, history: isTimelineCopy, users: isUserList, items: isItemList };

function isCopiedList(value: unknown): value is readonly CopiedChat[] {
  return (
    Array.isArray(value) &&
    value.every(
      (item: unknown) =>
        isObject(item) && typeof item['countedUpTo'] === 'number' && isChat(item['chat']),
    )
  );
}

function isChat(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['id'] === 'number' &&
    (value['members'] === null || isMemberList(value['members'])) &&
    typeof value['unread_count'] === 'number' &&
    typeof value['unread_mention_count'] === 'number' &&
    Array.isArray(value['pins']) &&
    isObject(value['custom']) &&
    isObject(value['me']) &&
    typeof value['me']['last_read_id'] === 'number' &&
    typeof value['me']['muted'] === 'boolean' &&
    Array.isArray(value['me']['can']) &&
    (value['last_message'] === null || isMessage(value['last_message']))
  );
}

function isMemberList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => isObject(item) && isUser(item['user']));
}

function isTimelineCopy(value: unknown): value is TimelineCopy {
  if (!isObject(value) || typeof value['hasOlder'] !== 'boolean') return false;
  const { messages } = value;
  if (!Array.isArray(messages) || !messages.every(isMessage)) return false;
  return messages.every(
    ({ id, chat_id }, index) =>
      chat_id === messages[0]?.chat_id && (index === 0 || id > (messages[index - 1]?.id ?? 0)),
  );
}

function isMessage(value: unknown): value is Message {
  return (
    isObject(value) &&
    typeof value['id'] === 'number' &&
    typeof value['chat_id'] === 'number' &&
    typeof value['text'] === 'string' &&
    typeof value['created_at'] === 'string' &&
    ['attachments', 'reactions'].every((name) => Array.isArray(value[name])) &&
    isMentionList(value['mentions']) &&
    isObject(value['custom'])
  );
}

function isMentionList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((item) => isObject(item) && typeof item['user_id'] === 'number')
  );
}

function isUserList(value: unknown): value is readonly User[] {
  return Array.isArray(value) && value.every(isUser);
}

function isUser(value: unknown): boolean {
  return isObject(value) && typeof value['id'] === 'number' && typeof value['name'] === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isItemList(value: unknown): value is readonly object[] {
  return Array.isArray(value) && value.every(isObject);
}
