export { ChatList, type ChatListProps } from './ChatList.tsx';
export { useChatTitle } from './chatTitle.ts';
