import { lazyPart } from '@vestnik/kit/lazyPart';
import type { VestnikError } from '@vestnik/sdk';
import { Button, Spinner } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { Suspense } from 'react';

import styles from './BuyerWindow.module.css';
import { Conversation } from '../conversation/Conversation.tsx';
import { strings, useErrorText } from '../strings.ts';
import { Minimise } from './Minimise.tsx';
import type { WindowModel, WindowView } from './windowModel.ts';

const OwnChats = lazyPart(() => import('./OwnChats.tsx'));

interface WindowContentProps {
  model: WindowModel;
  view: WindowView;
  isShown: boolean;
}

export function WindowContent({ model, view, isShown }: WindowContentProps) {
  const minimise = () => {
    model.hide();
  };
  switch (view.kind) {
    case 'none':
      return null;
    case 'loading':
      return <Waiting onMinimise={minimise} />;
    case 'failed':
      return <Failed error={view.error} onRetry={view.retry} onMinimise={minimise} />;
    case 'list':
      return (
        <Suspense fallback={<Waiting onMinimise={minimise} />}>
          <OwnChats model={model} onMinimise={minimise} />
        </Suspense>
      );
    case 'chat':
      return (
        <Conversation
          chatId={view.chatId}
          isShown={isShown}
          leave={{
            onBack: () => {
              model.showList();
            },
            onMinimise: minimise,
          }}
          onHidden={() => {
            model.showList();
          }}
        />
      );
  }
}

function Waiting({ onMinimise }: { onMinimise: () => void }) {
  const t = useStrings(strings);
  return (
    <>
      <Bar onMinimise={onMinimise} />
      <div className={styles['waiting']} role="status" aria-label={t.loading}>
        <Spinner />
      </div>
    </>
  );
}

interface FailedProps {
  error: VestnikError;
  onRetry: () => void;
  onMinimise: () => void;
}

function Failed({ error, onRetry, onMinimise }: FailedProps) {
  const t = useStrings(strings);
  const errorText = useErrorText();
  return (
    <>
      <Bar onMinimise={onMinimise} />
      <div className={styles['waiting']}>
        <p role="alert">{errorText(error)}</p>
        <Button onClick={onRetry}>{t.retry}</Button>
      </div>
    </>
  );
}

function Bar({ onMinimise }: { onMinimise: () => void }) {
  const t = useStrings(strings);
  return (
    <header className={styles['bar']}>
      <h2 className={styles['barTitle']}>{t.chat}</h2>
      <Minimise onMinimise={onMinimise} />
    </header>
  );
}
