/** Where a key works, in the order of the dialog. */
export type ShortcutGroup = 'anywhere' | 'list' | 'messages' | 'selection' | 'composer';

export type ShortcutAction =
  | 'quickSwitcher'
  | 'search'
  | 'shortcuts'
  | 'closeOrCancel'
  | 'previousItem'
  | 'nextItem'
  | 'firstItem'
  | 'lastItem'
  | 'openItem'
  | 'previousMessage'
  | 'nextMessage'
  | 'messageControls'
  | 'backToMessage'
  | 'messageMenu'
  | 'selectMessage'
  | 'selectRange'
  | 'endSelection'
  | 'send'
  | 'newLine'
  | 'editLast'
  | 'mention'
  | 'bold'
  | 'italic'
  | 'code';

export interface Shortcut {
  readonly group: ShortcutGroup;
  readonly action: ShortcutAction;
  /** Pressed together. `Mod` is ⌘ on Apple's systems and Ctrl elsewhere. */
  readonly keys: readonly string[];
  /** The physical key, where the layout must not matter. */
  readonly code?: string;
}

/** Every key of the chat. The handlers of a host and the dialog read the same map. */
export const SHORTCUTS: readonly Shortcut[] = [
  { group: 'anywhere', action: 'quickSwitcher', keys: ['Mod', 'K'], code: 'KeyK' },
  { group: 'anywhere', action: 'search', keys: ['Mod', 'Shift', 'F'], code: 'KeyF' },
  { group: 'anywhere', action: 'shortcuts', keys: ['?'] },
  { group: 'anywhere', action: 'closeOrCancel', keys: ['Esc'] },
  { group: 'list', action: 'previousItem', keys: ['↑'] },
  { group: 'list', action: 'nextItem', keys: ['↓'] },
  { group: 'list', action: 'firstItem', keys: ['Home'] },
  { group: 'list', action: 'lastItem', keys: ['End'] },
  { group: 'list', action: 'openItem', keys: ['Enter'] },
  { group: 'messages', action: 'previousMessage', keys: ['↑'] },
  { group: 'messages', action: 'nextMessage', keys: ['↓'] },
  { group: 'messages', action: 'messageControls', keys: ['→'] },
  { group: 'messages', action: 'backToMessage', keys: ['←'] },
  { group: 'messages', action: 'messageMenu', keys: ['Enter'] },
  { group: 'selection', action: 'selectMessage', keys: ['Enter'] },
  { group: 'selection', action: 'selectRange', keys: ['Shift', 'Enter'] },
  { group: 'selection', action: 'endSelection', keys: ['Esc'] },
  { group: 'composer', action: 'send', keys: ['Enter'] },
  { group: 'composer', action: 'newLine', keys: ['Shift', 'Enter'] },
  { group: 'composer', action: 'editLast', keys: ['↑'] },
  { group: 'composer', action: 'mention', keys: ['@'] },
  { group: 'composer', action: 'bold', keys: ['Mod', 'B'], code: 'KeyB' },
  { group: 'composer', action: 'italic', keys: ['Mod', 'I'], code: 'KeyI' },
  { group: 'composer', action: 'code', keys: ['Mod', 'E'], code: 'KeyE' },
];

export const SHORTCUT_GROUPS: readonly ShortcutGroup[] = [
  'anywhere',
  'list',
  'messages',
  'selection',
  'composer',
];

interface Chord {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** The action that keys pressed anywhere stand for; `isInField`: they would type a character. */
export function globalShortcut(chord: Chord, isInField: boolean): ShortcutAction | null {
  const found = SHORTCUTS.find(
    (shortcut) => shortcut.group === 'anywhere' && isPressed(shortcut, chord, isInField),
  );
  return found && found.action !== 'closeOrCancel' ? found.action : null;
}

function isPressed({ keys, code }: Shortcut, chord: Chord, isInField: boolean): boolean {
  const hasModifier = chord.ctrlKey !== chord.metaKey;
  if (chord.altKey || keys.includes('Mod') !== hasModifier) return false;
  if (code !== undefined) return chord.code === code && keys.includes('Shift') === chord.shiftKey;
  return !isInField && !chord.ctrlKey && keys.includes(chord.key);
}

/** The name of a key on this system. */
export function keyName(key: string, isApple: boolean): string {
  if (key === 'Mod') return isApple ? '⌘' : 'Ctrl';
  return key === 'Shift' && isApple ? '⇧' : key;
}

/** Whether the system is one of Apple's, by the platform that the browser names. */
export function isApplePlatform(platform: string): boolean {
  return /mac|iphone|ipad|ipod/iu.test(platform);
}
