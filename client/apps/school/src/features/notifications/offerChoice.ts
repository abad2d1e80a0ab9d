import { rememberedChoice } from '@vestnik/ui/preferences';

/** Whether notifications may still be offered in this browser. */
export const offerChoice = rememberedChoice('vestnik.notification-offer', ['open', 'made'], 'open');
