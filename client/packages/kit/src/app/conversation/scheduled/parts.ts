export { Scheduled } from './Scheduled.tsx';
export { SendMenu } from './SendMenu.tsx';
