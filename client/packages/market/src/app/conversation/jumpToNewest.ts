/** A part of its own, which is loaded when the end leaves the screen. */
export { JumpToNewest as default } from '@vestnik/kit/message';
