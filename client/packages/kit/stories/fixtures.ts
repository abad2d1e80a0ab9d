import { emptyMessage, type Attachment, type Message, type Reader, type User } from '@vestnik/sdk';

/** Nothing is loaded from a network: pictures and sounds are data in these files. */
export const ANNA: User = person(6, 'Анна Соколова', true);
export const BORIS: User = person(7, 'Борис Ковалёв', false);
export const PEOPLE: readonly User[] = [ANNA, BORIS, person(8, 'Вера Лебедева', false)];
export const OWN_ID = BORIS.id;

export function nameOf(userId: number | null): string {
  return PEOPLE.find(({ id }) => id === userId)?.name ?? 'Удалённый пользователь';
}

function person(id: number, name: string, online: boolean): User {
  return { id, name, role: 'member', avatar_url: null, online, last_seen: null };
}

export function message(changes: Partial<Message> = {}): Message {
  return emptyMessage({
    id: 813,
    uuid: '00000000-0000-4000-8000-000000000813',
    chat_id: 40,
    author_id: ANNA.id,
    text: 'Здравствуйте! Домашнее задание — в файле.',
    created_at: '2026-03-02T12:30:00Z',
    ...changes,
  });
}

export function attachment(changes: Partial<Attachment> = {}): Attachment {
  return {
    id: 55,
    kind: 'file',
    name: 'homework.pdf',
    mime: 'application/pdf',
    size: 83_211,
    url: 'data:text/plain,homework',
    width: null,
    height: null,
    preview_url: null,
    placeholder: null,
    duration_ms: null,
    waveform: null,
    ...changes,
  };
}

export function image(id: number, width = 1600, height = 1200): Attachment {
  const url = picture(id, width, height);
  return attachment({
    id,
    kind: 'image',
    name: `photo-${id}.jpg`,
    mime: 'image/jpeg',
    url,
    preview_url: url,
    placeholder: '1QcSHQRnh493V4dIh4eXh1h4kJUI',
    width,
    height,
  });
}

export const VOICE: Attachment = attachment({
  id: 70,
  kind: 'voice',
  name: 'voice.wav',
  mime: 'audio/wav',
  url: tone(2),
  duration_ms: 2000,
  waveform: Array.from({ length: 64 }, (_, at) => Math.round(50 + 45 * Math.sin(at / 3))),
});

export const READERS: readonly Reader[] = PEOPLE.map(({ id }, index) => ({
  user_id: id,
  read_at: `2026-03-02T12:${30 + index}:00Z`,
}));

function picture(seed: number, width: number, height: number): string {
  const hue = (seed * 67) % 360;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<rect width="100%" height="100%" fill="hsl(${hue} 45% 55%)"/>` +
    `<circle cx="50%" cy="50%" r="25%" fill="hsl(${(hue + 120) % 360} 60% 70%)"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** A sine wave as a WAV file of 8 bits. */
function tone(seconds: number): string {
  const rate = 8000;
  const length = rate * seconds;
  const bytes = new Uint8Array(44 + length);
  const view = new DataView(bytes.buffer);
  const write = (at: number, text: string) => {
    for (let index = 0; index < text.length; index += 1) bytes[at + index] = text.charCodeAt(index);
  };
  write(0, 'RIFF');
  view.setUint32(4, 36 + length, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  write(36, 'data');
  view.setUint32(40, length, true);
  for (let at = 0; at < length; at += 1) bytes[44 + at] = 128 + 40 * Math.sin(at / 3);
  return `data:audio/wav;base64,${btoa(String.fromCharCode(...bytes))}`;
}
