export { ChatPolicyProvider, useChatPolicy } from './ChatPolicy.tsx';
