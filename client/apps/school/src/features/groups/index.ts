export { GroupDetailsDialog } from './GroupDetailsDialog.tsx';
export { NewGroup } from './NewGroup.tsx';
