/** Notices what no user sees: errors in the console, violated policies, other origins. */
import type { BrowserContext } from '@playwright/test';

/** A page without a session asks who it is, and Chromium reports the answer as an error. */
const NOT_SIGNED_IN = /status of 401 .*\/(v1\/school\/me|api\/auth\/refresh)$/;
/** What Chromium itself says of requests that fail. */
const FAILED_REQUEST = 'error: Failed to load resource';

export class Watch {
  /** Set by tests that cut the network or stop servers. */
  networkMayFail = false;
  #complaints: string[] = [];

  /** Looks at everything of a browser; `others` may be asked besides its page's own origin. */
  context(context: BrowserContext, origin: string, ...others: readonly string[]): void {
    context.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      const { url } = message.location();
      this.#complaints.push(`${message.type()}: ${message.text()} at ${url}`);
    });
    context.on('weberror', (error) => {
      this.#complaints.push(`uncaught: ${String(error.error().stack)}`);
    });
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol === 'blob:' || url.protocol === 'data:') return;
      if (url.origin === origin || others.includes(url.origin)) return;
      this.#complaints.push(`asked another origin: ${request.url()}`);
    });
  }

  /** Complaints that a test provoked; they are not held against it. */
  takeComplaints(pattern: RegExp): string[] {
    const taken = this.#complaints.filter((complaint) => pattern.test(complaint));
    this.#complaints = this.#complaints.filter((complaint) => !pattern.test(complaint));
    return taken;
  }

  /** What a test has to answer for. */
  get complaints(): string[] {
    return this.#complaints.filter((complaint) => {
      if (NOT_SIGNED_IN.test(complaint)) return false;
      return !(this.networkMayFail && complaint.startsWith(FAILED_REQUEST));
    });
  }
}
