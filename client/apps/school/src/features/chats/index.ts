export { AppChats } from './AppChats.tsx';
export { useChatAddress } from './useChatAddress.ts';
