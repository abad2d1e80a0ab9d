import { ChatPicker, useChatNavigation, useStartMessage } from '@vestnik/kit/app';
import { formatFileSize } from '@vestnik/kit/fileSize';
import { Button, EmptyState, Page, Spinner } from '@vestnik/ui';
import { useLanguage, useStrings } from '@vestnik/ui/i18n';
import { useEffect, useState } from 'react';

import { strings } from './strings.ts';
import { deleteSharedContent, readSharedContent, type SharedContent } from './sharedContent.ts';
import styles from './SharePage.module.css';

/** What another application shared, and the chats it can be sent to. */
export function SharePage() {
  const t = useStrings(strings);
  const content = useSharedContent();
  return (
    <Page heading={t.share}>
      {content === undefined ? (
        <Spinner isCentred label={t.loading} />
      ) : content === null ? (
        <Nothing />
      ) : (
        <ChatChoice content={content} />
      )}
    </Page>
  );
}

function ChatChoice({ content }: { content: SharedContent }) {
  const t = useStrings(strings);
  const { open } = useChatNavigation();
  const startMessage = useStartMessage();
  const hasFiles = content.files.length > 0;
  const leaveTo = (chatId: number | null) => {
    // What cannot be deleted is replaced by what is shared next.
    deleteSharedContent().catch(() => undefined);
    open(chatId);
  };
  return (
    <>
      <Preview content={content} />
      <ChatPicker
        filter={({ me: { can } }) => can.includes('send') && (!hasFiles || can.includes('attach'))}
        onChat={(chat) => {
          startMessage(chat.id, content);
          leaveTo(chat.id);
        }}
      />
      <div>
        <Button
          onClick={() => {
            leaveTo(null);
          }}
        >
          {t.cancel}
        </Button>
      </div>
    </>
  );
}

function Preview({ content: { text, files, omittedCount } }: { content: SharedContent }) {
  const t = useStrings(strings);
  const { language } = useLanguage();
  return (
    <div className={styles['preview']}>
      {text === '' ? null : (
        <p className={styles['text']} dir="auto">
          {text}
        </p>
      )}
      {files.map((file, index) => (
        <p key={index} className={styles['file']}>
          <bdi className={styles['name']}>{file.name}</bdi>
          <span className={styles['size']}>{formatFileSize(file.size, language)}</span>
        </p>
      ))}
      {omittedCount > 0 ? <p role="alert">{t.omitted(omittedCount)}</p> : null}
    </div>
  );
}

function Nothing() {
  const t = useStrings(strings);
  const { open } = useChatNavigation();
  return (
    <EmptyState title={t.nothing}>
      <p>{t.nothingHint}</p>
      <Button
        onClick={() => {
          open(null);
        }}
      >
        {t.toChats}
      </Button>
    </EmptyState>
  );
}

/** Undefined while it is being read; null if there is nothing. */
function useSharedContent(): SharedContent | null | undefined {
  const [content, setContent] = useState<SharedContent | null>();
  useEffect(() => {
    let isCurrent = true;
    // Storage may be forbidden.
    void readSharedContent()
      .catch(() => null)
      .then((found) => {
        if (isCurrent) setContent(found);
      });
    return () => {
      isCurrent = false;
    };
  }, []);
  return content;
}
