export { fromLocalInput, nextHour, toLocalInput } from './localTime.ts';
export { isPasswordLengthValid } from './passwordLength.ts';
