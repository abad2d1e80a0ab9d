import { defineStrings } from '@vestnik/ui/i18n';

export const strings = defineStrings({
  ru: {
    proof: 'Целостность журнала',
    intact: (position: string) => `Журнал цел до события ${position}`,
    running: (percent: number) => `Проверка журнала: ${percent} %`,
    starting: 'Проверка журнала…',
    altered: (position: string) => `Журнал изменён: событие ${position}`,
    unverified: 'Журнал ещё не проверен',
    unknown: 'Состояние журнала неизвестно',
    meaning:
      'Сервер записывает каждое действие в журнал, из которого ничего нельзя удалить, и каждые несколько секунд запечатывает новые события: считает по ним и по всем предыдущим контрольную сумму SHA-256. Проверка считает суммы заново и сравнивает. Если событие изменили в базе данных, сумма не совпадёт.',
    limit:
      'Тот, кто владеет базой данных, мог бы запечатать журнал заново. Чтобы исключить и это, храните копию печатей в другом месте: команда vestnik export --seals.',
    head: 'Событий в журнале',
    sealed: 'Запечатано до события',
    verified: 'Проверено до события',
    at: (position: string, moment: string) => `${position} (${moment})`,
    never: 'ещё ни разу',
    problem: (position: string, text: string) => `Событие ${position}: ${text}.`,
    problemHint:
      'Сохраните копию базы данных и сообщите тому, кто отвечает за сервер. Изменено могло быть и то, что идёт после этого события.',
    foundAt: (moment: string) => `Обнаружено ${moment}.`,
    verify: 'Проверить сейчас',
    tooSoon: 'Проверка была меньше минуты назад. Попробуйте чуть позже.',
    close: 'Закрыть',
  },
  en: {
    proof: 'Integrity of the log',
    intact: (position: string) => `The log is intact up to event ${position}`,
    running: (percent: number) => `Verifying the log: ${percent}%`,
    starting: 'Verifying the log…',
    altered: (position: string) => `The log was altered: event ${position}`,
    unverified: 'The log has not been verified yet',
    unknown: 'The state of the log is unknown',
    meaning:
      'The server writes every action to a log from which nothing can be removed. Every few seconds it seals new events: it computes a SHA-256 hash over each event and all events before it. A verification computes the hashes again and compares them. If an event was altered in the database, its hash differs.',
    limit:
      'The owner of the database could seal the log again. To rule that out as well, store a copy of the seals elsewhere: the command is vestnik export --seals.',
    head: 'Events in the log',
    sealed: 'Sealed up to event',
    verified: 'Verified up to event',
    at: (position: string, moment: string) => `${position} (${moment})`,
    never: 'never so far',
    problem: (position: string, text: string) => `Event ${position}: ${text}.`,
    problemHint:
      'Keep a copy of the database and tell whoever runs the server. What follows this event may have been altered too.',
    foundAt: (moment: string) => `Found ${moment}.`,
    verify: 'Verify now',
    tooSoon: 'The last verification was less than a minute ago. Try again shortly.',
    close: 'Close',
  },
});
