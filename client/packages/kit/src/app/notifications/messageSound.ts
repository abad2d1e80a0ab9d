import type { Account, ChatClient, Message } from '@vestnik/sdk';

import { isMuted } from '../../chats/index.ts';
import { followPageFocus, hasFocusedPage } from './pageFocus.ts';
import { isQuiet } from './quietHours.ts';
import { soundPreference } from './soundPreference.ts';

/** The tab that plays holds this lock, so that the others are silent and a burst is one sound. */
const LOCK = 'vestnik:sound';
const PAUSE_MS = 3_000;

/** Two notes: hertz, and seconds from the beginning. */
const NOTES = [
  [880, 0],
  [1_174.7, 0.11],
] as const;
const NOTE_SECONDS = 0.22;
const VOLUME = 0.12;

/**
 * Plays a sound for new messages while no tab of the application has the focus; returns what ends
 * that. Muted chats, quiet hours, the user's own messages and those that were sent so are silent.
 */
export function followMessages(chatClient: ChatClient, user: () => Account | null): () => void {
  const stopFocus = followPageFocus();
  const stopListening = chatClient.buffer.listen({
    onEvent: (event) => {
      if (event.name !== 'message' || chatClient.connection.get() !== 'live') return;
      const account = user();
      if (account === null || event.data.silent === true) return;
      if (!isAudible(chatClient, account, event.data.message)) return;
      play().catch(() => undefined);
    },
    onGap: () => undefined,
    onReset: () => undefined,
  });
  return () => {
    stopListening();
    stopFocus();
  };
}

function isAudible(chatClient: ChatClient, account: Account, message: Message): boolean {
  if (soundPreference.get() === 'off' || message.type === 'system') return false;
  if (message.author_id === account.id) return false;
  if (isQuiet(account.notifications.quiet_hours, new Date())) return false;
  const chat = chatClient.chats.find(message.chat_id);
  if (chat === null) return false;
  const isMentioned = message.mentions.some(({ user_id }) => user_id === account.id);
  return !isMuted(chat, new Date()) || isMentioned;
}

async function play(): Promise<void> {
  // Before the user has done anything here, browsers allow no sound.
  if (!navigator.userActivation.hasBeenActive || (await hasFocusedPage())) return;
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    const context = new AudioContext();
    for (const [frequency, start] of NOTES) playNote(context, frequency, start);
    await new Promise((resolve) => {
      setTimeout(resolve, PAUSE_MS);
    });
    await context.close();
  });
}

function playNote(context: AudioContext, frequency: number, start: number): void {
  const begin = context.currentTime + start;
  const end = begin + NOTE_SECONDS;
  const gain = context.createGain();
  gain.gain.setValueAtTime(VOLUME, begin);
  // Not to zero, which no exponential curve reaches.
  gain.gain.exponentialRampToValueAtTime(0.001, end);
  gain.connect(context.destination);
  const note = context.createOscillator();
  note.frequency.value = frequency;
  note.connect(gain);
  note.start(begin);
  note.stop(end);
}
