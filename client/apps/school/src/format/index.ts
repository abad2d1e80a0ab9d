export { fromLocalInput, nextHour, toLocalInput } from './localTime.ts';
export { initials, usePersonName } from './name.ts';
export { useRoleName } from './role.ts';
export { timeFormat, useTimeFormat, type TimeFormat } from './time.ts';
