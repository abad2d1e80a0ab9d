export { SearchPanelProvider, useHasSearchPanel, useSearchPanel } from './SearchPanelContext.tsx';
