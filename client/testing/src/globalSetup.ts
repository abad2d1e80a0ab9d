import { builtApp, serverBinary } from './paths.ts';

/** Before any test: says what is missing, and how to get it. */
export default function globalSetup(): void {
  serverBinary();
  builtApp();
}
