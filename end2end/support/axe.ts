// axe in every look that a page has: light, dark, and high contrast of both.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const schemes = [
  { colorScheme: "light", contrast: "no-preference" },
  { colorScheme: "dark", contrast: "no-preference" },
  { colorScheme: "light", contrast: "more" },
  { colorScheme: "dark", contrast: "more" },
] as const;

/** Fails when axe finds a violation on the page as it stands; `name` tells where, in a report. */
export async function audit(page: Page, name: string) {
  for (const scheme of schemes) {
    // Without motion: colours on their way from one scheme to the next are nobody's.
    await page.emulateMedia({ ...scheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => `${node.html.slice(0, 160)} — ${node.failureSummary}`) }));
    expect(found, `${name} ${JSON.stringify(scheme)}`).toEqual([]);
  }
}
