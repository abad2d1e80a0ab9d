export { SettingsMenu } from './SettingsMenu.tsx';
export { SignOutButton } from './SignOutButton.tsx';
