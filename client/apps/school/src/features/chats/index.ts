export { ChatList } from './ChatList.tsx';
export { useChatTitle } from './chatTitle.ts';
