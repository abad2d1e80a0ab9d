export { fromLocalInput, nextHour, toLocalInput } from './localTime.ts';
export { useRoleName } from './role.ts';
