/** A part of its own, which is loaded with the first quote. */
export { QuoteBlock as default } from '@vestnik/kit/message';
