// ESLint takes the configuration nearest to a file: the rules of the client, for files beside it.
export { default } from '../../client/eslint.config.js';
