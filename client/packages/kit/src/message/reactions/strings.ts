import { defineStrings, useStrings, type Localized } from '@vestnik/ui/i18n';

/** Apart from the words of a message, which are loaded first. */
export const pickerStrings = defineStrings({
  ru: {
    emoji: 'Эмодзи',
    searchEmoji: 'Найти эмодзи',
    noEmoji: 'Ничего не нашлось',
    loadingEmoji: 'Загрузка…',
    emojiUnavailable: 'Не удалось загрузить эмодзи',
    skinTone: 'Тон кожи',
    skinTones: {
      default: 'Обычный',
      light: 'Светлый',
      mediumLight: 'Средне-светлый',
      medium: 'Средний',
      mediumDark: 'Средне-тёмный',
      dark: 'Тёмный',
    },
    emojiGroups: {
      smileys: 'Смайлики',
      people: 'Люди',
      animals: 'Животные и природа',
      food: 'Еда и напитки',
      travel: 'Путешествия',
      activities: 'Занятия',
      objects: 'Предметы',
      symbols: 'Символы',
      flags: 'Флаги',
    },
  },
  en: {
    emoji: 'Emoji',
    searchEmoji: 'Search emoji',
    noEmoji: 'Nothing found',
    loadingEmoji: 'Loading…',
    emojiUnavailable: 'Emoji could not be loaded',
    skinTone: 'Skin tone',
    skinTones: {
      default: 'Default',
      light: 'Light',
      mediumLight: 'Medium-light',
      medium: 'Medium',
      mediumDark: 'Medium-dark',
      dark: 'Dark',
    },
    emojiGroups: {
      smileys: 'Smileys',
      people: 'People',
      animals: 'Animals and nature',
      food: 'Food and drink',
      travel: 'Travel',
      activities: 'Activities',
      objects: 'Objects',
      symbols: 'Symbols',
      flags: 'Flags',
    },
  },
});

export function usePickerStrings(): Localized<(typeof pickerStrings)['ru']> {
  return useStrings(pickerStrings);
}
