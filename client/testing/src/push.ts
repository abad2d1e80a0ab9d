/** Web Push without a push service: the browser is given what one would deliver. */
import type { BrowserContext, Page } from '@playwright/test';

import { eventually } from './eventually.ts';

interface Registration {
  readonly registrationId: string;
}

/** Of a service worker, whose types the tests' library does not have. */
interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly NotificationEvent: new (type: string, init: object) => Event;
  dispatchEvent(event: Event): boolean;
}

/** Delivers a push as a push service would, through the DevTools protocol. */
export async function deliver(page: Page, data: unknown): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  const registered = new Promise<Registration>((resolve) => {
    devTools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [registration] = registrations;
      if (registration !== undefined) resolve(registration);
    });
  });
  await devTools.send('ServiceWorker.enable');
  const { registrationId } = await registered;
  const { origin } = new URL(page.url());
  await untilShown(page.context(), () =>
    devTools.send('ServiceWorker.deliverPushMessage', {
      origin,
      registrationId,
      data: JSON.stringify(data),
    }),
  );
}

/**
 * Waits until the worker has shown the notification of a push: Chromium forgets one that is listed
 * before it is shown.
 */
export async function untilShown(
  context: BrowserContext,
  push: () => Promise<unknown>,
): Promise<void> {
  await stubWorker(context);
  const before = (await workerCalls(context)).badges.length;
  await push();
  await eventually('the worker to show the notification', async () => {
    return (await workerCalls(context)).badges.length > before;
  });
}

/** What the browser shows. */
export async function shownNotifications(page: Page): Promise<{ title: string; body: string }[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const notifications = await registration.getNotifications();
    return notifications.map(({ title, body }) => ({ title, body }));
  });
}

/** Clicks the notification that is shown. */
export async function clickNotification(context: BrowserContext): Promise<void> {
  const [worker] = context.serviceWorkers();
  await worker?.evaluate(async () => {
    const scope = globalThis as unknown as WorkerScope;
    const [notification] = await scope.registration.getNotifications();
    scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
  });
}

/** Lets `PushManager` subscribe without a push service. */
export async function replacePushService(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const curve = { name: 'ECDH', namedCurve: 'P-256' };
    const keys = await crypto.subtle.generateKey(curve, true, ['deriveBits']);
    const point = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
    const text = (bytes: Uint8Array) =>
      btoa(String.fromCharCode(...bytes))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '');
    const endpoint = 'https://push.example.com/subscription';
    const json = {
      endpoint,
      keys: { p256dh: text(point), auth: text(crypto.getRandomValues(new Uint8Array(16))) },
    };
    let current: unknown = null;
    const subscription = {
      endpoint,
      toJSON: () => json,
      unsubscribe: () => {
        current = null;
        return Promise.resolve(true);
      },
    };
    const manager = PushManager.prototype as unknown as Record<string, () => Promise<unknown>>;
    manager['subscribe'] = () => {
      current = subscription;
      return Promise.resolve(subscription);
    };
    manager['getSubscription'] = () => Promise.resolve(current);
  });
}

/** What the worker has asked the browser for: windows, and numbers on the icon. */
interface WorkerCalls {
  readonly opened: string[];
  readonly badges: number[];
}

interface StubbedScope {
  readonly navigator: { setAppBadge: (count: number) => Promise<void> };
  readonly clients: { openWindow: (path: string) => Promise<null> };
  workerCalls?: WorkerCalls;
}

/** Records what browsers allow only after a real click, or to an installed application, from now on. */
export async function stubWorker(context: BrowserContext): Promise<void> {
  const [worker] = context.serviceWorkers();
  await worker?.evaluate(() => {
    const scope = globalThis as unknown as StubbedScope;
    if (scope.workerCalls !== undefined) return;
    const calls: WorkerCalls = { opened: [], badges: [] };
    scope.workerCalls = calls;
    scope.navigator.setAppBadge = (count) => {
      calls.badges.push(count);
      return Promise.resolve();
    };
    scope.clients.openWindow = (path) => {
      calls.opened.push(path);
      return Promise.resolve(null);
    };
  });
}

export async function workerCalls(context: BrowserContext): Promise<WorkerCalls> {
  const [worker] = context.serviceWorkers();
  if (worker === undefined) throw new Error('there is no service worker');
  const calls = await worker.evaluate(() => (globalThis as unknown as StubbedScope).workerCalls);
  if (calls === undefined) throw new Error('the worker is not stubbed');
  return calls;
}
