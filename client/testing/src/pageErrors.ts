/** Notices what no user sees: errors in the console, violated policies, other origins. */
import type { BrowserContext } from '@playwright/test';

/** A page without a session asks who it is, and Chromium reports the answer as an error. */
const NOT_SIGNED_IN =
  /status of 401 .*\/(v1\/[a-z0-9-]+\/(me|sessions\/refresh)|api\/auth\/refresh)$/;
/** A page learns from the answer that its address names no realm. */
const NOT_SERVED = /status of 404 .*\/v1\/[a-z0-9-]+\/(me|policy)$/;
/** What Chromium itself says of requests that fail. */
const FAILED_REQUEST = 'error: Failed to load resource';

/** In Firefox, Playwright's own `eval` and style; what pages do against their policy, Chromium's tests see. */
const OF_PLAYWRIGHT =
  /^uncaught: Content-Security-Policy: .* blocked (a JavaScript eval|an inline style)/;
/** Playwright's own warning, in a test that blocks service workers. */
const NO_WORKER = /^warning: Service Worker registration blocked by Playwright/;

export class PageErrorMonitor {
  /** Set by tests that cut the network or stop servers. */
  networkMayFail = false;
  #errors: string[] = [];
  readonly #expected: RegExp[] = [];

  /** Looks at everything of a browser; `others` may be asked besides its page's own origin. */
  context(context: BrowserContext, origin: string, ...others: readonly string[]): void {
    context.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      const { url } = message.location();
      this.#errors.push(`${message.type()}: ${message.text()} at ${url}`);
    });
    context.on('weberror', (error) => {
      this.#errors.push(`uncaught: ${String(error.error().stack)}`);
    });
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol === 'blob:' || url.protocol === 'data:') return;
      if (url.origin === origin || others.includes(url.origin)) return;
      this.#errors.push(`asked another origin: ${request.url()}`);
    });
  }

  /** Ignores errors that a test provokes, whenever they are reported. */
  expectErrors(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** Returns errors that a test provoked, and removes them. */
  takeErrors(pattern: RegExp): string[] {
    const taken = this.#errors.filter((error) => pattern.test(error));
    this.#errors = this.#errors.filter((error) => !pattern.test(error));
    return taken;
  }

  /** Errors that no test has taken. */
  get errors(): string[] {
    return this.#errors.filter((error) => {
      const always = [NOT_SIGNED_IN, NOT_SERVED, OF_PLAYWRIGHT, NO_WORKER];
      if ([...always, ...this.#expected].some((pattern) => pattern.test(error))) return false;
      return !(this.networkMayFail && error.startsWith(FAILED_REQUEST));
    });
  }
}
