/** A part of its own, which is loaded with the first reply. */
export { ComposerBanner as default } from '@vestnik/kit/composer';
