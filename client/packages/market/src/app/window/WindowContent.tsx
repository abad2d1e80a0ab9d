import { lazyPart } from '@vestnik/kit/lazyPart';
import type { VestnikError } from '@vestnik/sdk';
import { Button, Spinner } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { Suspense, type ReactNode } from 'react';

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
      return (
        <Failed
          text={<ErrorText error={view.error} />}
          onRetry={view.retry}
          onMinimise={minimise}
        />
      );
    case 'unavailable':
      return <Failed text={<Unavailable />} onMinimise={minimise} />;
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
          messageId={view.messageId}
          onMessage={model.showMessage}
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
  text: ReactNode;
  onRetry?: () => void;
  onMinimise: () => void;
}

function Failed({ text, onRetry, onMinimise }: FailedProps) {
  const t = useStrings(strings);
  return (
    <>
      <Bar onMinimise={onMinimise} />
      <div className={styles['waiting']}>
        <p role="alert">{text}</p>
        {onRetry === undefined ? null : <Button onClick={onRetry}>{t.retry}</Button>}
      </div>
    </>
  );
}

function ErrorText({ error }: { error: VestnikError }) {
  return useErrorText()(error);
}

function Unavailable() {
  return useStrings(strings).unavailable;
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
