import type { InvitedRole, SchoolUser } from '@vestnik/sdk/school';
import { Button, ErrorMessage, Select } from '@vestnik/ui';
import { useRoleName } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { errorCode, useErrorMessage } from '@vestnik/ui/errors';
import { useState } from 'react';

import { useRequest } from '../../requests/index.ts';
import { strings } from './strings.ts';
import { ROLES } from './roles.ts';

interface RoleFormProps {
  role: SchoolUser['role'];
  onChange: (role: InvitedRole) => Promise<void>;
}

/** Gives the person another role. */
export function RoleForm({ role, onChange }: RoleFormProps) {
  const t = useStrings(strings);
  const roleName = useRoleName();
  const errorMessage = useErrorMessage();
  const { isPending, error, run, clearError } = useRequest();
  const [wanted, setWanted] = useState<InvitedRole | null>(null);
  return (
    <>
      <Select
        label={t.role}
        value={wanted ?? role}
        options={ROLES.map((one) => ({ value: one, label: roleName(one) }))}
        error={errorCode(error) === 'role_in_use' ? t.roleInUse : null}
        onChange={(event) => {
          clearError();
          setWanted(ROLES.find((one) => one === event.target.value) ?? null);
        }}
      />
      {wanted === null || wanted === role ? null : (
        <Button
          variant="primary"
          isPending={isPending}
          onClick={() => void run(() => onChange(wanted))}
        >
          {t.changeRole}
        </Button>
      )}
      {error === null || errorCode(error) === 'role_in_use' ? null : (
        <ErrorMessage>{errorMessage(error)}</ErrorMessage>
      )}
    </>
  );
}
