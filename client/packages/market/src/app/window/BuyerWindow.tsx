import { VestnikProvider } from '@vestnik/sdk/react';
import { followAddress, replaceAddress } from '@vestnik/ui/address';
import { useBackLayer } from '@vestnik/ui/layers';
import {
  useEffect,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
  type KeyboardEvent,
  type RefObject,
} from 'react';

import { readAddress, withAddress, type ChatAddress } from '../../address.ts';
import { loaderStrings } from '../../loader/strings.ts';
import type { Settings } from '../../settings.ts';
import styles from './BuyerWindow.module.css';
import { CountingLauncher, Launcher, UnreadInTitle } from './Launcher.tsx';
import type { WindowModel, WindowState, WindowView } from './windowModel.ts';
import { WindowContent } from './WindowContent.tsx';

/** Where the window covers the page, as in the styles. */
const FULL_SCREEN = '(width <= 520px)';

interface BuyerWindowProps {
  model: WindowModel;
  settings: Settings;
}

/**
 * In the browser's top layer, where the page's `transform`, `filter` and the like have no effect. It
 * is inside of the shadow root, so that the page does not reach its `::backdrop` either.
 */
export function BuyerWindow({ model, settings }: BuyerWindowProps) {
  const state = useSyncExternalStore(model.state.subscribe, model.state.get);
  const { client, isShown, view } = state;
  const popover = useShownPopover();
  const dialog = useRef<HTMLDivElement>(null);
  useFocus(dialog, isShown, view.kind);
  useBackLayer(
    isShown,
    () => {
      model.hide();
    },
    isFullScreen,
  );
  useLinkAddress(state);
  const show = () => {
    model.show();
  };
  const content = (
    <>
      {isShown || view.kind === 'none' ? null : client === null ? (
        <Launcher unread={0} onClick={show} />
      ) : (
        <CountingLauncher onClick={show} />
      )}
      {/* The window closes by Escape; its controls are inside. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={dialog}
        className={styles['window']}
        role="dialog"
        aria-label={loaderStrings(settings.language).chat}
        tabIndex={-1}
        // Not `hidden`: the log keeps its position, and follows what arrives.
        data-shown={isShown}
        inert={!isShown}
        onKeyDown={(event) => {
          if (!isForWindow(event)) return;
          event.stopPropagation();
          model.hide();
        }}
      >
        <WindowContent model={model} state={state} settings={settings} />
      </div>
    </>
  );
  return (
    <div ref={popover} className={styles['popover']} popover="manual">
      {client === null ? (
        content
      ) : (
        <VestnikProvider client={client}>
          {content}
          {settings.countInTitle ? <UnreadInTitle /> : null}
        </VestnikProvider>
      )}
    </div>
  );
}

function useShownPopover() {
  const popover = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = popover.current;
    if (element !== null && 'showPopover' in element) element.showPopover();
  }, []);
  return popover;
}

function isFullScreen(): boolean {
  return matchMedia(FULL_SCREEN).matches;
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
    if (!wasLinked.current || (isLinked && view.kind !== 'chats')) return;
    const sync = () => {
      if (readAddress() === null) return;
      replaceAddress(withAddress(isLinked ? linkedIn(view) : null));
    };
    sync();
    return followAddress(sync);
  }, [isLinked, view]);
}

/** The chat that is shown, as addresses name it. */
function linkedIn(view: WindowView): ChatAddress | null {
  if (view.kind !== 'chats' || view.chatId === null) return null;
  return { chatId: view.chatId, messageId: view.messageId };
}
