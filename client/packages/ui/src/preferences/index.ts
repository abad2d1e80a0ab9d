export { storedPreference, type Preference } from './preference.ts';
