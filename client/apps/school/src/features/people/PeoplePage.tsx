import { useUsers } from '@vestnik/sdk/school/react';
import {
  Button,
  EmptyState,
  ErrorNote,
  FetchMore,
  Page,
  Spinner,
  TextField,
  useDebounced,
} from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { UserPlus, UsersRound } from 'lucide-react';
import { useState } from 'react';

import { useAddressText } from '../../address/index.ts';
import { AddPersonDialog } from './AddPersonDialog.tsx';
import { messages } from './messages.ts';
import { PeopleList } from './PeopleList.tsx';

/** Everybody in the school: for its admin. */
export function PeoplePage() {
  const t = useText(messages);
  const [query, setQuery] = useAddressText('q');
  const [isAdding, setIsAdding] = useState(false);
  return (
    <Page
      heading={t.people}
      actions={
        <Button
          variant="primary"
          icon={<UserPlus size={18} aria-hidden="true" />}
          onClick={() => {
            setIsAdding(true);
          }}
        >
          {t.add}
        </Button>
      }
    >
      <TextField
        label={t.search}
        type="search"
        placeholder={t.searchHint}
        autoComplete="off"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
        }}
      />
      <Found search={useDebounced(query.trim())} />
      <AddPersonDialog
        isOpen={isAdding}
        onClose={() => {
          setIsAdding(false);
        }}
      />
    </Page>
  );
}

function Found({ search }: { search: string }) {
  const t = useText(messages);
  const problemText = useProblemText();
  const { users, isLoading, error, refetch, ...more } = useUsers(search);
  if (isLoading) return <Spinner isCentred label={t.loading} />;
  const problem = error ? <ErrorNote onRetry={refetch}>{problemText(error)}</ErrorNote> : null;
  if (users.length === 0) {
    return (
      problem ?? (
        <EmptyState icon={<UsersRound size={28} />} title={t.none}>
          <p>{t.noneHint}</p>
        </EmptyState>
      )
    );
  }
  return (
    <div>
      {problem}
      <PeopleList users={users} />
      <FetchMore {...more} hasFailed={error !== null} />
    </div>
  );
}
