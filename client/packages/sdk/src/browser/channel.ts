/** Messages between the tabs of a browser. */
export interface Channel<Message> {
  post(message: Message): void;
  close(): void;
}

/** Null without BroadcastChannel, or if access is denied: Firefox with blocked site data. */
export function openChannel<Message>(
  name: string,
  onMessage: (message: Message) => void,
): Channel<Message> | null {
  try {
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }: MessageEvent<Message>) => {
      onMessage(data);
    };
    return {
      post: (message) => {
        channel.postMessage(message);
      },
      close: () => {
        channel.close();
      },
    };
  } catch {
    return null;
  }
}
