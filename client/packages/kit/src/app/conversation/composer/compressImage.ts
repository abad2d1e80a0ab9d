/** By itself, so that it is a chunk of its own. */
export { compressImage } from '../../../composer/compressImage.ts';
