/**
 * What the log shows, row by row: days, the divider of new messages, messages, and those on their
 * way. Depends on the messages alone; how a row looks is not known here.
 *
 * # Why rows know only what is certain
 * A row must keep its height when older history is put above it, or what is being read would jump.
 * So a day and a group's name appear above a message only when the message before it is known, or
 * when it is certain that there is none; and the space between groups belongs to the row above.
 */
import type { Message, PendingMessage } from '@vestnik/sdk';

export interface DayRow {
  readonly kind: 'day';
  readonly key: string;
  /** A moment of that day. */
  readonly at: string;
}

export interface UnreadRow {
  readonly kind: 'unread';
  readonly key: string;
}

export interface MessageRow {
  readonly kind: 'message';
  readonly key: string;
  readonly message: Message;
  /** The first of several by one person in a row. */
  readonly startsGroup: boolean;
  /** The last of them. */
  readonly endsGroup: boolean;
}

export interface PendingRow {
  readonly kind: 'pending';
  readonly key: string;
  readonly pending: PendingMessage;
  readonly endsGroup: boolean;
}

export type Row = DayRow | UnreadRow | MessageRow | PendingRow;

export interface RowsInput {
  readonly messages: readonly Message[];
  readonly pending: readonly PendingMessage[];
  /** The author of the pending messages; null for an observer, who has none. */
  readonly ownId: number | null;
  /** Whether the first message is not the chat's first. */
  readonly hasOlder: boolean;
  /** The divider goes above the first message with this id or a later one. */
  readonly unreadFrom: number | null;
}

/** Messages of one person that are no further apart than this look as one group. */
const GROUP_GAP_MS = 5 * 60_000;

/** A message and what it was while it was on its way share this, and so one element. */
export function messageKey(message: Message): string {
  return message.client_id === null ? `m:${message.id}` : pendingKey(message.client_id);
}

export function pendingKey(clientId: string): string {
  return `c:${clientId}`;
}

/** One day's messages, and the rows made of them. */
interface Section {
  readonly messages: readonly Message[];
  readonly dayEnd: number;
  readonly dividerId: number | null;
  readonly isTopKnown: boolean;
  readonly rows: readonly Row[];
}

/**
 * Builds rows, again and again, for one conversation: days whose messages are the same objects as
 * the last time are taken over as they are, so that an event costs a day and not the history.
 */
export class RowBuilder {
  #sections = new Map<Message, Section>();

  build(input: RowsInput): readonly Row[] {
    const sections = new Map<Message, Section>();
    const rows: Row[] = [];
    const dividerId = dividerAmong(input);
    let start = 0;
    let first = input.messages[start];
    while (first) {
      const section = this.#sectionAt(input, start, first, dividerId);
      sections.set(first, section);
      for (const row of section.rows) rows.push(row);
      start += section.messages.length;
      first = input.messages[start];
    }
    this.#sections = sections;
    appendPending(rows, input);
    return rows;
  }

  #sectionAt(input: RowsInput, start: number, first: Message, dividerId: number | null): Section {
    const { messages } = input;
    const isTopKnown = start > 0 || !input.hasOlder;
    const known = this.#sections.get(first);
    if (known && isStillWhole(known, messages, start)) {
      const hasSameDivider = known.dividerId === dividerWithin(known.messages, dividerId);
      if (hasSameDivider && known.isTopKnown === isTopKnown) return known;
    }
    const dayEnd = endOfDay(first.created_at);
    let end = start + 1;
    while (end < messages.length && isWithin(messages[end], dayEnd)) end += 1;
    const ofDay = messages.slice(start, end);
    const ownDivider = dividerWithin(ofDay, dividerId);
    const rows = rowsOf(ofDay, isTopKnown, ownDivider);
    return { messages: ofDay, dayEnd, dividerId: ownDivider, isTopKnown, rows };
  }
}

/** Whether `messages` still holds that section at `start`, all of it, and no more of that day. */
function isStillWhole(section: Section, messages: readonly Message[], start: number): boolean {
  const own = section.messages;
  for (let index = 0; index < own.length; index += 1) {
    if (own[index] !== messages[start + index]) return false;
  }
  return !isWithin(messages[start + own.length], section.dayEnd);
}

function isWithin(message: Message | undefined, dayEnd: number): boolean {
  return message !== undefined && Date.parse(message.created_at) < dayEnd;
}

function endOfDay(moment: string): number {
  const day = new Date(moment);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime();
}

/** The message under the divider: its own may have been deleted. */
function dividerAmong({ messages, unreadFrom }: RowsInput): number | null {
  if (unreadFrom === null) return null;
  return (
    messages.findLast((message, index) => {
      const before = messages[index - 1];
      return message.id >= unreadFrom && (before === undefined || before.id < unreadFrom);
    })?.id ?? null
  );
}

/** The divider's position if it is in this day: it rebuilds no other. */
function dividerWithin(messages: readonly Message[], dividerId: number | null): number | null {
  const [first] = messages;
  const last = messages.at(-1);
  if (dividerId === null || first === undefined || last === undefined) return null;
  return first.id <= dividerId && dividerId <= last.id ? dividerId : null;
}

function rowsOf(
  messages: readonly Message[],
  isTopKnown: boolean,
  dividerId: number | null,
): readonly Row[] {
  const rows: Row[] = [];
  messages.forEach((message, index) => {
    const before = messages[index - 1];
    const after = messages[index + 1];
    const key = messageKey(message);
    if (index === 0 && isTopKnown)
      rows.push({ kind: 'day', key: `d:${key}`, at: message.created_at });
    if (message.id === dividerId) rows.push(UNREAD);
    const startsGroup = before ? !areOneGroup(before, message) : isTopKnown;
    const endsGroup = !after || after.id === dividerId || !areOneGroup(message, after);
    rows.push({ kind: 'message', key, message, startsGroup, endsGroup });
  });
  return rows;
}

const UNREAD: UnreadRow = { kind: 'unread', key: 'unread' };

function areOneGroup(earlier: Message, later: Message): boolean {
  return (
    earlier.type !== 'system' &&
    later.type !== 'system' &&
    earlier.author_id === later.author_id &&
    isShortlyAfter(earlier.created_at, later.created_at)
  );
}

function isShortlyAfter(earlier: string, later: string): boolean {
  return Date.parse(later) - Date.parse(earlier) <= GROUP_GAP_MS;
}

function appendPending(rows: Row[], input: RowsInput): void {
  const { pending, ownId } = input;
  const first = pending[0];
  if (!first) return;
  const lastRow = rows.at(-1);
  const last = lastRow?.kind === 'message' ? lastRow.message : null;
  if (!last || Date.parse(first.createdAt) >= endOfDay(last.created_at)) {
    rows.push({ kind: 'day', key: `d:${pendingKey(first.clientId)}`, at: first.createdAt });
  } else if (
    lastRow?.kind === 'message' &&
    last.author_id === ownId &&
    last.type !== 'system' &&
    isShortlyAfter(last.created_at, first.createdAt)
  ) {
    rows[rows.length - 1] = { ...lastRow, endsGroup: false };
  }
  pending.forEach((item, index) => {
    const endsGroup = index === pending.length - 1;
    rows.push({ kind: 'pending', key: pendingKey(item.clientId), pending: item, endsGroup });
  });
}
