import type { ReactNode } from 'react';

import { MessageFrame, type MessageFrameProps } from './MessageFrame.tsx';
import { MessageText } from './text/MessageText.tsx';

export interface MessageBubbleProps extends Omit<MessageFrameProps, 'text'> {
  /** What was written; shown by `MessageText` unless there is a slot `text`. */
  content: string;
  /** Instead of the text. */
  text?: ReactNode;
}

/** A `MessageFrame` around a text. */
export function MessageBubble({ content, text, ...frame }: MessageBubbleProps) {
  const linkTabIndex = frame.isRoving === true ? -1 : undefined;
  return (
    <MessageFrame
      {...frame}
      text={text ?? <MessageText content={content} linkTabIndex={linkTabIndex} />}
    />
  );
}
