export { syncDocumentTheme, THEMES, useTheme, type Theme } from './theme.ts';
