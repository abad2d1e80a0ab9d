export { ChatList, type ChatListProps } from './ChatList.tsx';
export { ChatMenuButton, type ChatMenuButtonProps } from './ChatMenuButton.tsx';
export { useChatTitle } from './chatTitle.ts';
