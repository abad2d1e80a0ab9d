import { storedPreference } from '@vestnik/ui/preferences';

/** Whether new messages make a sound in this browser. */
export const soundPreference = storedPreference('vestnik.sound', ['on', 'off'], 'on');
