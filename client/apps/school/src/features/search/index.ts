export { SearchPanelProvider, useSearchPanel } from './SearchPanelContext.tsx';
