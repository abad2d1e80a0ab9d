/** The looks of the most telling stories, light and dark, compared with `screenshots/`. */
import { expect, test } from './support/test.ts';
import { fixSurroundings, Loading, pinFonts, TEXT_SWITCHES } from './support/screenshots.ts';

/** Stories by component. */
const STORIES: Readonly<Record<string, readonly string[]>> = {
  'message-messageitem': [
    'from-another',
    'in-group',
    'failed',
    'edited',
    'deleted',
    'reply',
    'forwarded',
    'with-reactions',
    'with-images',
    'voice',
    'target',
    'selected',
    'system',
  ],
  'message-messagetext': ['formatted', 'links', 'mentions', 'highlights'],
  'message-attachments': ['files', 'three-images'],
  'message-log': ['dividers', 'pinned', 'selection'],
  'message-parts': ['bubble', 'quotes', 'deliveries'],
  'composer-composer': ['empty', 'replying', 'editing', 'too-long', 'attachments', 'voice'],
  'chats-chatlist': ['with-menus', 'typing'],
  'chats-chatfilters': ['all'],
  'chats-conversationheader': ['private', 'group', 'typing'],
  'chats-searchpanel': ['found', 'nothing-found', 'failed'],
};

/** They cover the page. */
const OVERLAYS: Readonly<Record<string, readonly string[]>> = {
  'message-messageactions': ['pointer-menu', 'touch-sheet'],
  'message-dialogs': ['readers', 'forward'],
  'message-pdfviewer': ['open'],
  'chats-dialogs': ['new-chat-or-group', 'group-of-owner', 'switcher'],
  'app-chatspage': ['open', 'no-chats'],
  'app-conversation': ['private', 'slots'],
};

/** What a story that loads data shows once the data has arrived. */
const READY: Readonly<Record<string, string>> = {
  'message-pdfviewer--open': 'canvas[aria-busy="false"]',
  'app-chatspage--open': 'article',
  'app-chatspage--no-chats': 'nav[aria-busy="false"]',
  'app-conversation--private': 'article',
  'app-conversation--slots': 'article',
};

/** Of the pixels: fewer than a corner that is rounded otherwise has. */
const TOLERANCE = { maxDiffPixelRatio: 0.0002, threshold: 0.1 };

test.use({
  viewport: { width: 640, height: 640 },
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...TEXT_SWITCHES] });
  },
});

test.beforeEach(async ({ page, story }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await fixSurroundings(page);
  // One without text: the others are measured with the fonts that they are drawn with.
  await story('message-parts--deliveries');
  await pinFonts(page);
});

for (const [component, names] of [...Object.entries(STORIES), ...Object.entries(OVERLAYS)]) {
  test(`${component} looks as before`, async ({ page, story }) => {
    const loading = new Loading(page);
    for (const name of names) {
      const id = `${component}--${name}`;
      const root = await story(id);
      await page
        .locator(READY[id] ?? 'body')
        .first()
        .waitFor({ state: 'attached' });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await loading.end();
        const file = `${component}-${name}-${colorScheme}.png`;
        // A PDF without fonts takes those of the machine.
        const options = { ...TOLERANCE, mask: [page.locator('canvas')] };
        if (component in OVERLAYS) await expect.soft(page).toHaveScreenshot(file, options);
        else await expect.soft(root).toHaveScreenshot(file, options);
      }
    }
  });
}
