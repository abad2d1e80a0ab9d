export { GroupDetailsDialog } from './GroupDetailsDialog.tsx';
export { NewChat } from './NewChat.tsx';
