// `/en/…`: the same pages in English. Korean stands only in the data, and is marked as Korean.
import type { Page } from "@playwright/test";

import { bookingPages, consolePages } from "../support/pages";
import { aPlace } from "../support/places";
import { expect, test } from "../support/test";

/** Korean text that a reader of English meets without being told that it is Korean. */
const strayKorean = (page: Page) =>
  page.evaluate(() => {
    const korean = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]/;
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement;
      if (holder && korean.test(node.data) && !holder.closest("[lang=ko], script, style, noscript")) found.push(`${holder.tagName}: ${node.data.trim()}`);
    }
    for (const element of document.querySelectorAll("body *")) {
      for (const name of ["aria-label", "title", "placeholder", "alt"]) {
        // A name around data ("Call …") may hold Korean, one of nothing else may not.
        const text = element.getAttribute(name) ?? "";
        if (korean.test(text) && !/[A-Za-z]{3}/.test(text) && !element.closest("[lang=ko]")) found.push(`${name}: ${text}`);
      }
    }
    return found;
  });

/** Presses the way to the other language that is in sight, once the page has its looks. */
async function changeLanguage(page: Page, to: "ko" | "en") {
  await page.waitForLoadState("load");
  await page.locator(`a[hreflang="${to}"]`).filter({ visible: true }).first().click();
}

test("every page is English and marks what is not", async ({ site, page, watch }) => {
  watch.expect(/status of 40[04]/);
  const { id } = await aPlace(page, (place) => place.specialties.length > 0 && place.emergency, "region=11&emergency=true&limit=20");
  const paths = ["/en", "/en?region=11&open=now", "/en?q=zzzzzz", "/en?limit=0", `/en/hospitals/${id}`, "/en/emergency", "/en/regions", "/en/departments", "/en/about/data", "/en/hospitals/99999999"];
  for (const path of paths) {
    await site.open(path);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(page).toHaveTitle(/HeyDoctor/);
    expect(await strayKorean(page), path).toEqual([]);
  }
});

test("booking and the console are English throughout, and mark what is not", async ({ site, page, watch }) => {
  test.setTimeout(120_000);
  watch.expect(/status of 404/);
  const pages = [...(await bookingPages(page)), ...(await consolePages(page))];
  for (const [name, path] of pages.filter(([, path]) => !path.startsWith("/en"))) {
    await site.open(`/en${path}`);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    expect(await strayKorean(page), name).toEqual([]);
  }
});

test("changing the language keeps a booking's and the console's page", async ({ site, page }) => {
  test.setTimeout(120_000);
  const pages = [...(await bookingPages(page)), ...(await consolePages(page))];
  const kept = ["timetable", "my bookings", "a booking in its panel", "walk-in", "week", "settings", "for a caller", "log-in", "apply"];
  for (const [name, path] of pages.filter(([name]) => kept.includes(name))) {
    await site.open(path);
    const before = page.url();
    await changeLanguage(page, "en");
    await expect(page, name).toHaveURL(before.replace(/^(https?:\/\/[^/]+)/, "$1/en"));
    await changeLanguage(page, "ko");
    await expect(page, name).toHaveURL(before);
  }
});

test("the words of the list are English", async ({ site, page }) => {
  await site.open("/en?region=11&limit=100");
  await expect(page.locator(".count")).toHaveText(/^\d+ placesnearest to the middle of Seoul$/);
  await expect(page.locator(".place .far").first()).toHaveText(/^\d+(\.\d)? k?m$/);
  await expect(page.locator(".place .tag").first()).toHaveText("Demo");
  const states = await page.locator(".place .state strong").allTextContents();
  for (const state of new Set(states)) expect(["Open", "Lunch break", "Break", "Closed", "Hours not known"]).toContain(state);
});

test("the map speaks English too @js", async ({ site, page }) => {
  await site.openMap("/en?region=11680&view=map");
  await expect(page.getByRole("button", { name: "Zoom in", exact: true })).toBeVisible();
  const labels = await page.locator(".map-box .mark").evaluateAll((marks) => marks.map((mark) => mark.getAttribute("aria-label") ?? ""));
  for (const label of labels) expect(label).toMatch(/(Open|Closed|Break|Lunch break|Hours not known|places, press to zoom in)/);
});

test("an area named in the text is named in English", async ({ site, page }) => {
  await site.open("/en?q=%EA%B0%95%EB%82%A8%EA%B5%AC");
  await expect(page.locator(".where-name")).toContainText("Gangnam-gu");
  await site.open("/en?q=Haeundae");
  await expect(page.locator(".where-name")).toContainText("Haeundae-gu");
});

test("changing the language keeps the page and what was asked", async ({ site, page }) => {
  const { id } = await aPlace(page, () => true);
  for (const path of ["/?q=%EA%B0%95%EB%82%A8%EA%B5%AC&open=now", `/hospitals/${id}`, "/emergency?region=26", "/regions?region=11&open=now", "/departments?region=11", "/about/data"]) {
    await site.open(path);
    const before = page.url();
    await changeLanguage(page, "en");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    const [korean, english] = [new URL(before), new URL(page.url())];
    expect(english.pathname).toBe(`/en${korean.pathname === "/" ? "" : korean.pathname}`);
    expect([...english.searchParams]).toEqual([...korean.searchParams]);
    await changeLanguage(page, "ko");
    await expect(page).toHaveURL(before);
  }
});

test("with JavaScript the language link follows the filters @js", async ({ site, page }) => {
  await site.open("/");
  await page.getByRole("link", { name: "지금 진료중" }).click();
  await expect(page).toHaveURL(/open=now/);
  const links = page.locator('a[hreflang="en"]').filter({ visible: true });
  await links.first().click();
  await expect(page).toHaveURL(/\/en\?.*open=now/);
  await expect(page.getByRole("link", { name: "Open now" })).toHaveAttribute("aria-current", "true");
});

test("search engines learn of both languages", async ({ site, page }) => {
  await site.open("/en/about/data");
  await expect(page.locator('link[rel="alternate"][hreflang="ko"]')).toHaveAttribute("href", /\/about\/data$/);
  await expect(page.locator('link[rel="alternate"][hreflang="en"]')).toHaveAttribute("href", /\/en\/about\/data$/);
  await expect(page.locator('link[rel="canonical"]')).toHaveAttribute("href", /\/en\/about\/data$/);
});
