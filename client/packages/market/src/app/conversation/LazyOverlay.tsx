import { useEffect, useEffectEvent, useState, type ComponentType } from 'react';

import type { OverlayProps } from './Overlays.tsx';

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
