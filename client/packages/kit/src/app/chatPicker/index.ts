export { ChatPicker, type ChatPickerProps } from './ChatPicker.tsx';
