export { initials, usePersonName } from './name.ts';
export { timeFormat, useTimeFormat, type TimeFormat } from './time.ts';
