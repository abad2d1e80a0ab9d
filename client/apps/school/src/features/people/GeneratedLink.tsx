import { useStrings } from '@vestnik/ui/i18n';

import { GeneratedSecret } from './GeneratedSecret.tsx';
import { strings } from './strings.ts';

interface GeneratedLinkProps {
  link: string;
  hints: readonly string[];
  onClose: () => void;
}

/** A link to be handed over, which is shown once. */
export function GeneratedLink({ link, hints, onClose }: GeneratedLinkProps) {
  const t = useStrings(strings);
  return (
    <GeneratedSecret label={t.link} value={link} copyLabel={t.copyLink} onClose={onClose}>
      {hints.map((hint) => (
        <p key={hint}>{hint}</p>
      ))}
    </GeneratedSecret>
  );
}
