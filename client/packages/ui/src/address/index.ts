/**
 * The page's address: this module alone changes it, so that each part of a page that shows something of it
 * learns of every change. The entries of the history that stand for layers are those of `layers/`.
 */
export {
  addressParams,
  addressWith,
  followAddress,
  idParam,
  leaveTo,
  pushAddress,
  replaceAddress,
} from './address.ts';
export { AddressLink, isPlainClick } from './AddressLink.tsx';
export { useAddressParam, useFragment, usePath, useSearchParams } from './useAddress.ts';
