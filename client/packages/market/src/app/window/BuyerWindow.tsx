import { usePageVisible } from '@vestnik/kit/headless';
import { useLoaded } from '@vestnik/kit/lazyPart';
import { followAddress, replaceAddress } from '@vestnik/ui/address';
import { useStrings } from '@vestnik/ui/i18n';
import { useBackLayer } from '@vestnik/ui/layers';
import {
  useEffect,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
  type KeyboardEvent,
  type RefObject,
} from 'react';

import { ClientProvider } from '../ClientProvider.tsx';
import { readAddress, withAddress } from '../../address.ts';
import { LazySound } from '../LazySound.tsx';
import { strings } from '../strings.ts';
import styles from './BuyerWindow.module.css';
import type { WindowModel, WindowState } from './windowModel.ts';
import { WindowContent } from './WindowContent.tsx';

/** Where the window covers the page, as in the styles. */
const FULL_SCREEN = '(width <= 520px)';
const loadUnreadInTitle = () => import('./UnreadInTitle.tsx');
const loadLauncher = () => import('./Launcher.tsx');

/**
 * In the browser's top layer, where the page's `transform`, `filter` and the like have no effect. It
 * is inside of the shadow root, so that the page does not reach its `::backdrop` either.
 */
export function BuyerWindow({ model }: { model: WindowModel }) {
  const t = useStrings(strings);
  const state = useSyncExternalStore(model.state.subscribe, model.state.get);
  const { client, isShown, view } = state;
  const popover = useRef<HTMLDivElement>(null);
  const dialog = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = popover.current;
    if (element !== null && 'showPopover' in element) element.showPopover();
  }, []);
  // Before it is shown, so that it takes the focus of the window that closes.
  const Launcher = useLoaded(loadLauncher, view.kind === 'chat' || !isShown)?.default;
  useFocus(dialog, isShown, view.kind);
  useBackLayer(
    isShown,
    () => {
      model.hide();
    },
    isFullScreen,
  );
  useLinkAddress(state);
  const content = (
    <>
      {isShown || view.kind === 'none' || Launcher === undefined ? null : (
        <Launcher
          hasCount={client !== null}
          onClick={() => {
            model.show();
          }}
        />
      )}
      {/* The window closes by Escape; its controls are inside. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={dialog}
        className={styles['window']}
        role="dialog"
        aria-label={t.chat}
        tabIndex={-1}
        hidden={!isShown}
        onKeyDown={(event) => {
          if (!isForWindow(event)) return;
          event.stopPropagation();
          model.hide();
        }}
      >
        <WindowContent model={model} view={view} isShown={isShown} />
      </div>
    </>
  );
  return (
    <div ref={popover} className={styles['popover']} popover="manual">
      {client === null ? (
        content
      ) : (
        <ClientProvider client={client}>
          {content}
          <HiddenPage />
          <LazySound />
        </ClientProvider>
      )}
    </div>
  );
}

function isFullScreen(): boolean {
  return matchMedia(FULL_SCREEN).matches;
}

/** Counts in the title while the page is behind others. */
function HiddenPage() {
  const isHidden = !usePageVisible();
  const UnreadInTitle = useLoaded(loadUnreadInTitle, isHidden)?.default;
  return isHidden && UnreadInTitle !== undefined ? <UnreadInTitle /> : null;
}

/** Escape that no part of the window has a use for. */
function isForWindow(event: KeyboardEvent<HTMLElement>): boolean {
  if (event.key !== 'Escape' || event.defaultPrevented) return false;
  const { target, currentTarget } = event;
  // It ends the selection of messages.
  if (currentTarget.querySelector('[role=toolbar]') !== null) return false;
  if (!(target instanceof Element) || target.closest('dialog, [popover=auto]') !== null)
    return false;
  return !(target instanceof HTMLInputElement && target.value !== '');
}

/** The focus goes into the window, and back to where it was when the window closes. */
function useFocus(dialog: RefObject<HTMLElement | null>, isShown: boolean, viewKind: string): void {
  const opener = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null || !isShown) return;
    const root = element.getRootNode();
    const host = root instanceof ShadowRoot ? root.host : null;
    opener.current = document.activeElement === host ? null : document.activeElement;
    return () => {
      const { current } = opener;
      // The launcher is there once this has been rendered.
      queueMicrotask(() => {
        const launcher = root instanceof ShadowRoot ? root.querySelector('[data-launcher]') : null;
        const isThere = current instanceof HTMLElement && current.isConnected;
        const target = isThere && current !== document.body ? current : launcher;
        if (target instanceof HTMLElement) target.focus();
      });
    };
  }, [dialog, isShown]);
  useEffect(() => {
    const element = dialog.current;
    if (element === null || !isShown) return;
    const field = element.querySelector<HTMLElement>('textarea');
    const isTouch = matchMedia('(pointer: coarse)').matches;
    // On a touch screen the keyboard would cover the messages.
    (field === null || isTouch ? element : field).focus({ preventScroll: true });
  }, [dialog, isShown, viewKind]);
}

/**
 * A link's chat stays in the page's address for as long as it is shown. Other chats are not put there:
 * buyers share the addresses of listings.
 */
function useLinkAddress({ isLinked, view }: WindowState): void {
  const wasLinked = useRef(false);
  useEffect(() => {
    wasLinked.current ||= isLinked;
    // Otherwise the address is not the window's: an inbox may be on the page.
    if (!wasLinked.current || (isLinked && view.kind !== 'chat')) return;
    const sync = () => {
      if (readAddress() === null) return;
      replaceAddress(withAddress(isLinked && view.kind === 'chat' ? view : null));
    };
    sync();
    return followAddress(sync);
  }, [isLinked, view]);
}
