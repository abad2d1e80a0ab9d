export { PeopleProvider, usePeople, type People, type Person } from './PeopleProvider.tsx';
