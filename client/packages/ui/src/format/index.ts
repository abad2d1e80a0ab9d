export { initials, useDisplayName } from './name.ts';
export { RoleNamesContext, useRoleName } from './role.ts';
export { sentence } from './sentence.ts';
export { timeFormat, useTimeFormat, type TimeFormat } from './time.ts';
