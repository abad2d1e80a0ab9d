export { errorCode, useErrorMessage } from './errorMessage.ts';
