// A narrow screen: nothing scrolls sideways, everything can be hit with a thumb.
import { beyondEdge } from "../support/layout";
import { everyPage } from "../support/pages";
import { expect, test } from "../support/test";

test("nothing scrolls sideways at 320 pixels @phone", async ({ site, page, watch }) => {
  test.setTimeout(180_000);
  watch.expect(/status of 404/);
  await page.setViewportSize({ width: 320, height: 640 });
  for (const [name, path] of await everyPage(page)) {
    await site.open(path);
    expect(await beyondEdge(page), name).toEqual([]);
  }
});

test("what is pressed is at least 44 pixels in both directions @phone", async ({ site, page, watch }) => {
  test.setTimeout(180_000);
  watch.expect(/status of 404/);
  for (const [name, path] of await everyPage(page)) {
    await site.open(path);
    if (site.js && path.includes("view=map")) await expect(page.locator(".mark").first()).toBeVisible();
    const small = await page.evaluate(() => {
      const found: string[] = [];
      for (const element of document.querySelectorAll<HTMLElement>("a[href], button, input:not([type=hidden]), textarea, summary, [role=button]")) {
        const target = element.closest("label") ?? element;
        // A card's link covers the card; links inside a line of text are as high as it is.
        if (element.matches(".place-link, .skip, .state .ask, .leaflet-control-attribution a, .text > p:not(:has(.btn)) > a")) continue;
        if (!target.checkVisibility({ visibilityProperty: true })) continue;
        const { width, height } = target.getBoundingClientRect();
        if (width < 43.5 || height < 43.5) found.push(`${element.tagName}.${element.className} "${element.innerText?.trim()}" ${width}×${height}`);
      }
      return found;
    });
    expect(small, name).toEqual([]);
  }
});
