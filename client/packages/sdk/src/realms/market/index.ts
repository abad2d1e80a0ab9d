/** What the market has besides the native API: guests. */
export {
  guest,
  type GuestAuth,
  type GuestIdentity,
  type GuestOptions,
  type GuestStorage,
} from './guest.ts';
