import type { MenuPlace } from '@vestnik/kit/message';
import type { Attachment, Chat, Message } from '@vestnik/sdk';
import { useEffect, useEffectEvent, useState, type ComponentType } from 'react';

/** What opens over a conversation. */
export type Overlay =
  | { readonly kind: 'menu'; readonly message: Message; readonly place: MenuPlace }
  | { readonly kind: 'report' | 'delete' | 'forward'; readonly message: Message }
  | {
      readonly kind: 'picture';
      readonly image: Attachment;
      /** Those that can be gone to from it. */
      readonly images: readonly Attachment[];
    };

export interface OverlayProps {
  overlay: Overlay;
  chat: Chat;
  ownId: number | null;
  onReply: (message: Message) => void;
  onSelect: (message: Message) => void;
  onOpen: (overlay: Overlay) => void;
  onNotice: (text: string) => void;
  onClose: (kind: Overlay['kind']) => void;
}

/** Loaded with the first one that opens; if that fails, it closes, and may be opened again. */
export function LazyOverlay(props: OverlayProps) {
  const [Overlays, setOverlays] = useState<ComponentType<OverlayProps> | null>(null);
  const fail = useEffectEvent(() => {
    props.onClose(props.overlay.kind);
  });
  useEffect(() => {
    let isCurrent = true;
    import('./Overlays.tsx').then(
      ({ Overlays: Loaded }) => {
        if (isCurrent) setOverlays(() => Loaded);
      },
      () => {
        if (isCurrent) fail();
      },
    );
    return () => {
      isCurrent = false;
    };
  }, []);
  return Overlays === null ? null : <Overlays {...props} />;
}
