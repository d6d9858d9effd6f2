// Hands on the map.
import { expect, type Locator, type Page } from "@playwright/test";

/** The first of the marks that a finger would hit: whole on the map, and nothing above its middle. */
export async function pressable(page: Page, selector: string): Promise<Locator> {
  const marks = page.locator(`.map-box ${selector}`);
  await expect(marks.first()).toBeVisible();
  const index = await marks.evaluateAll((all) =>
    all.findIndex((mark) => {
      const box = mark.getBoundingClientRect();
      const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return hit !== null && mark.contains(hit);
    }),
  );
  expect(index, `a ${selector} that can be pressed`).toBeGreaterThanOrEqual(0);
  return marks.nth(index);
}

/** Drags the map by so many pixels, from a point of it where no mark lies. */
export async function drag(page: Page, dx: number, dy: number) {
  const from = await page.locator("[data-map]").evaluate((map) => {
    const box = map.getBoundingClientRect();
    for (let y = box.top + 20; y < Math.min(box.bottom, innerHeight) - 20; y += 10) {
      for (let x = box.left + 40; x < box.right - 40; x += 10) {
        const hit = document.elementFromPoint(x, y);
        if (hit && map.contains(hit) && !hit.closest(".mark, .leaflet-control")) return { x, y };
      }
    }
    return null;
  });
  if (!from) throw new Error("no bare ground on the map");
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + dx / 2, from.y + dy / 2, { steps: 4 });
  await page.mouse.move(from.x + dx, from.y + dy, { steps: 4 });
  // Held still at the end, so that the map does not glide on.
  await page.waitForTimeout(250);
  await page.mouse.up();
}
