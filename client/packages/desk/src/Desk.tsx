import { DeskProvider, type ExportFormat } from '@vestnik/sdk/desk';
import { clsx, PageHeading } from '@vestnik/ui';
import { AddressLink } from '@vestnik/ui/address';
import { useLanguage, useStrings } from '@vestnik/ui/i18n';

import { AccessesView } from './accesses/AccessesView.tsx';
import { AuditView } from './audit/AuditView.tsx';
import styles from './Desk.module.css';
import { ErasureView } from './erasure/ErasureView.tsx';
import { ProofBadge } from './proof/ProofBadge.tsx';
import { ReportsView } from './reports/ReportsView.tsx';
import { deskHref, useDeskAddress, type View } from './shared/address.ts';
import { strings } from './shared/strings.ts';
import { StatisticsView } from './statistics/StatisticsView.tsx';
import { UnansweredView } from './unanswered/UnansweredView.tsx';

export interface DeskProps {
  /** What the signed-in user may see, in order; at least one. */
  views: readonly [View, ...View[]];
  /** Whether chats can be searched here: the user sees all of them. */
  searchesChats: boolean;
  exportFormats: readonly ExportFormat[];
  /** The address of a conversation in the application; absent: it has none for the user. */
  chatHref?: (chatId: number) => string;
}

/** The operator's desk of one realm, for its admins or moderators. */
export function Desk(props: DeskProps) {
  const { language } = useLanguage();
  return (
    <DeskProvider language={language}>
      <DeskPage {...props} />
    </DeskProvider>
  );
}

function DeskPage({ views, ...props }: DeskProps) {
  const t = useStrings(strings);
  const { view: wanted } = useDeskAddress();
  const view = views.find((one) => one === wanted) ?? views[0];
  return (
    <div className={styles['page']}>
      <header className={styles['header']}>
        <PageHeading>{t.desk}</PageHeading>
        <ProofBadge />
      </header>
      <nav aria-label={t.views} className={styles['views']}>
        {views.map((one) => (
          <AddressLink
            key={one}
            href={deskHref(one)}
            className={clsx(styles['view'], one === view && styles['current'])}
            aria-current={one === view ? 'page' : undefined}
          >
            {t[one]}
          </AddressLink>
        ))}
      </nav>
      <CurrentView view={view} canErase={views.includes('erasure')} {...props} />
    </div>
  );
}

interface CurrentViewProps extends Omit<DeskProps, 'views'> {
  view: View;
  canErase: boolean;
}

function CurrentView({ view, ...props }: CurrentViewProps) {
  switch (view) {
    case 'reports':
      return <ReportsView />;
    case 'unanswered':
      return <UnansweredView {...(props.chatHref && { chatHref: props.chatHref })} />;
    case 'statistics':
      return <StatisticsView />;
    case 'audit':
      return <AuditView {...props} />;
    case 'accesses':
      return <AccessesView {...(props.chatHref && { chatHref: props.chatHref })} />;
    case 'erasure':
      return <ErasureView />;
  }
}
