export { SettingsMenu } from './SettingsMenu.tsx';
