import { rememberedChoice } from '@vestnik/ui/preferences';

/** Whether new messages make a sound in this browser. */
export const soundChoice = rememberedChoice('vestnik.sound', ['on', 'off'], 'on');
