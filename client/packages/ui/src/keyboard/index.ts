export { CONTROLS, usesArrowKeys } from './controls.ts';
export { activeElementBeside, deepActiveElement, isFocusLost } from './focus.ts';
