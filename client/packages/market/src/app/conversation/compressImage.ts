/** A part of its own, which is loaded with the first picture. */
export { compressImage } from '@vestnik/kit/composer';
