// What every test starts from: a page that is watched, and a site that is ready to be used.
//
// A test fails when the browser's console warns or complains (which takes in breaches of the
// content security policy), when a script throws, when a request to our own server fails, and when
// anything but our server and the map's tiles is asked for. What a test provokes on purpose it
// says beforehand: `watch.expect(/status of 404/)`.
import { expect, test as base, type Page, type Request } from "@playwright/test";

import { tile } from "./png";

export { expect };

/** Where tools/end2end.sh lets the map look for tiles; nothing is there but what a test answers. */
const TILES = "https://tiles.invalid/**";
const picture = tile();

/** What the browser complained about. */
export class Watch {
  readonly faults: string[] = [];
  readonly requests: Request[] = [];
  private allowed: RegExp[] = [];

  constructor(page: Page, origin: string) {
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.add(`console: ${message.text()} ${message.location().url}`);
    });
    page.on("pageerror", (error) => this.add(`page error: ${error.message}`));
    page.on("request", (request) => {
      this.requests.push(request);
      const known = [origin, "https://tiles.invalid/", "data:", "blob:"].some((start) => request.url().startsWith(start));
      if (!known) this.add(`foreign request: ${request.url()}`);
    });
    page.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText ?? "";
      // Leaving a page gives up what it was still loading.
      if (request.url().startsWith(origin) && reason !== "net::ERR_ABORTED") this.add(`failed: ${request.url()} ${reason}`);
    });
    page.on("response", (response) => {
      if (response.url().startsWith(origin) && response.status() >= 400) {
        this.add(`status of ${response.status()}: ${response.url()}`);
      }
    });
  }

  /** Complaints of this kind are part of what is tested. */
  expect(...patterns: RegExp[]) {
    this.allowed.push(...patterns);
  }

  /** The complaints that nobody expected. */
  unexpected(): string[] {
    return this.faults.filter((fault) => !this.allowed.some((pattern) => pattern.test(fault)));
  }

  private add(fault: string) {
    this.faults.push(fault);
  }
}

/** The site as a test uses it. */
export class Site {
  constructor(
    readonly page: Page,
    readonly js: boolean,
    readonly phone: boolean,
  ) {}

  /** Opens a path and waits until its islands are awake. Answers with the HTTP status. */
  async open(path: string): Promise<number> {
    const response = await this.page.goto(path);
    await this.awake();
    return response?.status() ?? 0;
  }

  /** Waits until the islands of the page are awake, where it has some and JavaScript is on. */
  async awake() {
    if (this.js && (await this.page.locator("leptos-island").count()) > 0) {
      await expect(this.page.locator("html")).toHaveAttribute("data-alive", "");
    }
  }

  /** Opens a path and waits until the map shows marks. */
  async openMap(path: string) {
    await this.open(path);
    await expect(this.page.locator(".map-box .mark").first()).toBeVisible();
  }

  /** The query string of the address bar. */
  query(): URLSearchParams {
    return new URL(this.page.url()).searchParams;
  }
}

export const test = base.extend<{ watch: Watch; site: Site }>({
  watch: [
    async ({ page, baseURL }, use) => {
      const watch = new Watch(page, baseURL ?? "");
      // Each test comes from an address of its own, as patients do: what one address may do is limited.
      const part = () => Math.floor(Math.random() * 256);
      await page.context().setExtraHTTPHeaders({ "X-Forwarded-For": `11.${part()}.${part()}.${part()}` });
      await page.context().route(TILES, (route) => route.fulfill({ contentType: "image/png", body: picture }));
      await use(watch);
      expect(watch.unexpected(), "what the browser complained about").toEqual([]);
    },
    { auto: true },
  ],
  site: async ({ page, javaScriptEnabled, isMobile }, use) => {
    await use(new Site(page, javaScriptEnabled !== false, isMobile === true));
  },
});
