export { followTheme, THEMES, useTheme, type Theme } from './theme.ts';
