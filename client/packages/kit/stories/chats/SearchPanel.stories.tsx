import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { fn } from 'storybook/test';

import { NO_SEARCH_FILTERS, SearchPanel, type SearchResults } from '../../src/chats/index.ts';
import { HITS } from '../chatFixtures.ts';
import { nameOf, PEOPLE } from '../fixtures.ts';

const FOUND: SearchResults = {
  hits: HITS,
  isPending: false,
  hasNextPage: false,
  isFetchingNextPage: false,
  fetchNextPage: fn(),
  refetch: fn(),
};

interface SearchProps {
  initialQuery?: string;
  results?: Partial<SearchResults>;
  error?: string | null;
}

function Search({ initialQuery = 'задание', results = {}, error = null }: SearchProps) {
  const [query, setQuery] = useState(initialQuery);
  const [filters, setFilters] = useState(NO_SEARCH_FILTERS);
  return (
    <div style={{ width: '22rem', height: '32rem' }}>
      <SearchPanel
        query={query}
        onQuery={setQuery}
        filters={filters}
        onFilters={setFilters}
        results={{ ...FOUND, ...results }}
        error={error}
        authors={PEOPLE}
        hasOpenChat
        author={({ message }) => nameOf(message.author_id)}
        title={({ chat }) => chat.title ?? 'Анна Соколова'}
        onOpen={fn()}
        onClose={fn()}
      />
    </div>
  );
}

const meta = { title: 'Chats/SearchPanel', component: Search } satisfies Meta<typeof Search>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Found: Story = {};

export const Start: Story = { args: { initialQuery: '' } };

export const Loading: Story = { args: { results: { isPending: true, hits: [] } } };

export const NothingFound: Story = { args: { results: { hits: [] } } };

export const Failed: Story = {
  args: { results: { hits: [] }, error: 'Нет соединения с сервером.' },
};
