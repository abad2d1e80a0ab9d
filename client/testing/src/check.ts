import { builtApp, vestnik } from './places.ts';

/** Before any test: says what is missing, and how to get it. */
export default function check(): void {
  vestnik();
  builtApp();
}
