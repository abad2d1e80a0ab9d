export { rememberedChoice, type Choice } from './choice.ts';
