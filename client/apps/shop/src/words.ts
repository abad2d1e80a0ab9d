type Language = 'ru' | 'en';

/** What the shop says. */
const WORDS = {
  ru: {
    shop: 'Лавка',
    navigation: 'Магазин',
    listings: 'Объявления',
    profile: 'Профиль продавца',
    listingTitle: 'Лавка: объявление',
    profileTitle: 'Лавка: профиль продавца',
    heading: 'Телефоны с рук',
    intro: 'Откройте объявление и напишите продавцу: учётная запись не нужна.',
    chat: 'Чат',
    seller: (name: string) => `Продавец: ${name}`,
    who: 'Кто вы?',
    profileOf: (name: string) => `Профиль: ${name}`,
    choose: 'Войдите как один из продавцов: ',
    signIn: (name: string) => `Войти: ${name}`,
    signOut: 'Выйти',
    nobody: 'Вы без учётной записи',
    draftsLost: 'В чатах остались неотправленные черновики. Выйти и удалить их?',
  },
  en: {
    shop: 'Lavka',
    navigation: 'Shop',
    listings: 'Listings',
    profile: 'Seller’s profile',
    listingTitle: 'Lavka: a listing',
    profileTitle: 'Lavka: seller’s profile',
    heading: 'Second-hand phones',
    intro: 'Open a listing and write to the seller: you need no account.',
    chat: 'Chat',
    seller: (name: string) => `Seller: ${name}`,
    who: 'Who are you?',
    profileOf: (name: string) => `Profile: ${name}`,
    choose: 'Sign in as one of the sellers: ',
    signIn: (name: string) => `Sign in: ${name}`,
    signOut: 'Sign out',
    nobody: 'You have no account',
    draftsLost: 'There are unsent drafts in the chats. Sign out and delete them?',
  },
} as const;

/** As the chat's scripts choose: the first that the browser asks for; Russian where it is neither. */
export const language: Language =
  navigator.languages
    .map((tag) => tag.toLowerCase().split('-')[0])
    .find((tag) => tag === 'ru' || tag === 'en') ?? 'ru';

export const words = WORDS[language];

/** What the page itself says in Russian: each place names its word. */
export function translatePage(): void {
  document.documentElement.lang = language;
  const { shop, navigation, listings, profile, listingTitle, profileTitle } = words;
  const known = { shop, navigation, listings, profile, listingTitle, profileTitle };
  for (const element of document.querySelectorAll<HTMLElement>('[data-word]')) {
    element.textContent = known[element.dataset['word'] as keyof typeof known];
  }
  document.querySelector('nav')?.setAttribute('aria-label', navigation);
}
