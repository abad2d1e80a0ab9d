/** By itself, so that the pages for which it is loaded bring nothing of the first load along. */
export { SchoolProvider } from '@vestnik/sdk/school/react';
