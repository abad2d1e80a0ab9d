export { initials, useDisplayName } from './name.ts';
export { useRoleName } from './role.ts';
export { sentence } from './sentence.ts';
export { timeFormat, useTimeFormat, type TimeFormat } from './time.ts';
