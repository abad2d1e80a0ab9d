import { useInvitations, useUsers } from '@vestnik/sdk/school/react';
import {
  Button,
  EmptyState,
  ErrorMessage,
  LoadMore,
  Page,
  Spinner,
  TextField,
  useDebouncedValue,
} from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { Mail, UserPlus, UsersRound } from 'lucide-react';
import { useState } from 'react';

import { useAddressText } from '../../address/index.ts';
import { AddPersonDialog } from './AddPersonDialog.tsx';
import { DeactivatedList } from './DeactivatedList.tsx';
import { InvitationList } from './InvitationList.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { strings } from './strings.ts';
import { PeopleList } from './PeopleList.tsx';
import styles from './PeoplePage.module.css';

/** The people of the school, for its admins. */
export function PeoplePage({ ownId }: { ownId: number }) {
  const t = useStrings(strings);
  const [query, setQuery] = useAddressText('q');
  const [isAdding, setIsAdding] = useState(false);
  // The address that is invited; null: none is being invited.
  const [invited, setInvited] = useState<string | null>(null);
  const list = useInvitations();
  return (
    <Page
      heading={t.people}
      actions={
        <PeopleButtons
          onAdd={() => {
            setIsAdding(true);
          }}
          onInvite={() => {
            setInvited('');
          }}
        />
      }
    >
      <InvitationList list={list} onInviteAgain={setInvited} />
      <DeactivatedList />
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
      <Found search={useDebouncedValue(query.trim())} ownId={ownId} />
      <AddPersonDialog
        isOpen={isAdding}
        onClose={() => {
          setIsAdding(false);
        }}
      />
      {invited === null ? null : (
        <InviteDialog
          initialEmail={invited}
          onInvite={list.invite}
          onClose={() => {
            setInvited(null);
          }}
        />
      )}
    </Page>
  );
}

interface PeopleButtonsProps {
  onAdd: () => void;
  onInvite: () => void;
}

function PeopleButtons({ onAdd, onInvite }: PeopleButtonsProps) {
  const t = useStrings(strings);
  return (
    <div className={styles['actions']}>
      <Button icon={<UserPlus size={18} aria-hidden="true" />} onClick={onAdd}>
        {t.add}
      </Button>
      <Button variant="primary" icon={<Mail size={18} aria-hidden="true" />} onClick={onInvite}>
        {t.invite}
      </Button>
    </div>
  );
}

function Found({ search, ownId }: { search: string; ownId: number }) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { data: users = [], isPending, error, refetch, ...more } = useUsers(search);
  if (isPending) return <Spinner isCentred label={t.loading} />;
  const problem = error ? (
    <ErrorMessage onRetry={refetch}>{errorMessage(error)}</ErrorMessage>
  ) : null;
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
      <PeopleList users={users} ownId={ownId} />
      <LoadMore {...more} hasFailed={error !== null} />
    </div>
  );
}
