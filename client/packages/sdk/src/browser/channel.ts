/** Words between the tabs of a browser. */
export interface Channel<Note> {
  tell(note: Note): void;
  close(): void;
}

/** null where there is none, or the browser denies it: Firefox does with its site data blocked. */
export function openChannel<Note>(name: string, hear: (note: Note) => void): Channel<Note> | null {
  try {
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }: MessageEvent<Note>) => {
      hear(data);
    };
    return {
      tell: (note) => {
        channel.postMessage(note);
      },
      close: () => {
        channel.close();
      },
    };
  } catch {
    return null;
  }
}
