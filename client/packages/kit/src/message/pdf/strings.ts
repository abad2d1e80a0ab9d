import { defineStrings, plural } from '@vestnik/ui/i18n';

/** The words of the viewer, which is loaded with its first use. */
export const pdfStrings = defineStrings({
  ru: {
    loading: 'Загрузка…',
    close: 'Закрыть',
    download: 'Скачать',
    openInTab: 'Открыть в новой вкладке',
    zoomIn: 'Крупнее',
    zoomOut: 'Мельче',
    pages: (n: number) =>
      `${n} ${plural('ru', n, { one: 'страница', few: 'страницы', many: 'страниц', other: 'страницы' })}`,
    page: (number: number, count: number) => `Страница ${number} из ${count}`,
    failed: 'Файл не удалось показать. Его можно скачать.',
    pageFailed: 'Страницу не удалось показать.',
    cut: (shown: number) => `Показаны первые ${shown} страниц. Остальные — в самом файле.`,
  },
  en: {
    loading: 'Loading…',
    close: 'Close',
    download: 'Download',
    openInTab: 'Open in a new tab',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    pages: (n) => `${n} ${plural('en', n, { one: 'page', other: 'pages' })}`,
    page: (number, count) => `Page ${number} of ${count}`,
    failed: 'The file could not be shown. It can be downloaded.',
    pageFailed: 'The page could not be shown.',
    cut: (shown) => `The first ${shown} pages are shown. The others are in the file.`,
  },
});
