import { useStrings } from '@vestnik/ui/i18n';

import { deskHref, useDeskAddress } from '../shared/address.ts';
import { ErasureList } from './ErasureList.tsx';
import { ErasurePreview } from './ErasurePreview.tsx';
import styles from './ErasureView.module.css';
import { PersonSearch } from './PersonSearch.tsx';
import { strings } from './strings.ts';

/** Erasing the data of a person: the choice, a preview, and the requests so far. */
export function ErasureView() {
  const t = useStrings(strings);
  const { userId, open } = useDeskAddress();
  return (
    <section className={styles['view']}>
      <p className={styles['muted']}>{t.intro}</p>
      <div className={styles['search']}>
        <PersonSearch
          onChoose={(id) => {
            open(deskHref('erasure', { userId: id }));
          }}
        />
      </div>
      {userId === null ? null : <ErasurePreview key={userId} userId={userId} />}
      <ErasureList />
    </section>
  );
}
