type Language = 'ru' | 'en';

/** What the shop says. */
const STRINGS = {
  ru: {
    shop: 'Лавка',
    navigation: 'Магазин',
    listings: 'Объявления',
    profile: 'Профиль продавца',
    moderation: 'Модерация',
    listingTitle: 'Лавка: объявление',
    profileTitle: 'Лавка: профиль продавца',
    heading: 'Телефоны с рук',
    intro: 'Откройте объявление и напишите продавцу: регистрация не нужна.',
    chat: 'Чат',
    seller: (name: string) => `Продавец: ${name}`,
    who: 'Вход для продавцов',
    profileOf: (name: string) => `Профиль: ${name}`,
    choose: 'Выберите демо-продавца: ',
    signIn: (name: string) => `Войти как ${name}`,
    signOut: 'Выйти',
    signedOut: 'Вы не вошли в аккаунт',
    draftsLost: 'В чатах остались неотправленные черновики. Выйти и удалить их?',
  },
  en: {
    shop: 'Lavka',
    navigation: 'Shop',
    listings: 'Listings',
    profile: 'Seller profile',
    moderation: 'Moderation',
    listingTitle: 'Lavka: listing',
    profileTitle: 'Lavka: seller profile',
    heading: 'Second-hand phones',
    intro: 'Open a listing and message the seller: no account needed.',
    chat: 'Chat',
    seller: (name: string) => `Seller: ${name}`,
    who: 'Seller sign-in',
    profileOf: (name: string) => `Profile: ${name}`,
    choose: 'Choose a demo seller: ',
    signIn: (name: string) => `Sign in as ${name}`,
    signOut: 'Sign out',
    signedOut: 'You are not signed in',
    draftsLost: 'You have unsent drafts in your chats. Sign out and delete them?',
  },
} as const;

/** As the chat's scripts choose: the first that the browser asks for; Russian where it is neither. */
export const language: Language =
  navigator.languages
    .map((tag) => tag.toLowerCase().split('-')[0])
    .find((tag) => tag === 'ru' || tag === 'en') ?? 'ru';

export const strings = STRINGS[language];

/** What the page itself says in Russian: each element names its word. */
export function translatePage(): void {
  document.documentElement.lang = language;
  const { shop, navigation, listings, profile, moderation, listingTitle, profileTitle } = strings;
  const known = { shop, navigation, listings, profile, moderation, listingTitle, profileTitle };
  for (const element of document.querySelectorAll<HTMLElement>('[data-word]')) {
    element.textContent = known[element.dataset['word'] as keyof typeof known];
  }
  document.querySelector('nav')?.setAttribute('aria-label', navigation);
}
