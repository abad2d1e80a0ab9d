export { LessonsPage as default } from './LessonsPage.tsx';
