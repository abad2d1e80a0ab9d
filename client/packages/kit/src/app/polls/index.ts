export { PollSlots } from './PollSlots.tsx';
