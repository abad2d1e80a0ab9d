import { IconButton } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { ChevronDown } from 'lucide-react';

import { strings } from '../strings.ts';

export function Minimise({ onMinimise }: { onMinimise: () => void }) {
  const t = useStrings(strings);
  return (
    <IconButton label={t.close} onClick={onMinimise}>
      <ChevronDown size={22} aria-hidden="true" />
    </IconButton>
  );
}
