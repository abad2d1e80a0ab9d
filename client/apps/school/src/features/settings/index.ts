export { SettingsMenu } from './SettingsMenu.tsx';
export { SignOut } from './SignOut.tsx';
