export { LinkPage as default } from './LinkPage.tsx';
