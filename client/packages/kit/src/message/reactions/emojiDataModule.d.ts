/** Without its types, which would be as long as the data. */
declare module 'emoji-picker-element-data/*' {
  const data: unknown;
  export default data;
}
