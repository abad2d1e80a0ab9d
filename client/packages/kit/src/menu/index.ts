export { MenuButton } from './MenuButton.tsx';
export type { MenuItem } from './MenuContent.tsx';
