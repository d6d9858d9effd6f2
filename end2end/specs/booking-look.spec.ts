// Booking's pages: axe in every scheme, narrow screens, thumbs, 200 % text.
import type { Page } from "@playwright/test";

import { audit } from "../support/axe";
import { freeSlots, ownPhone, picked, sellOut } from "../support/booking";
import { beyondEdge } from "../support/layout";
import { expect, test } from "../support/test";

/** Looks at each page of a booking, from the timetable to its end. */
async function eachPage(page: Page, nth: number, look: (name: string) => Promise<void>) {
  const slots = await freeSlots(page, nth, "2026-12-01");
  const [slot, taken] = [slots[0], slots[4]];
  const fill = async () => {
    await page.locator("#name").fill("박서윤");
    await page.locator("#phone").fill(ownPhone());
    await page.locator("#privacy").check();
  };
  await page.goto(`/hospitals/${slot.hospital}/book?day=2026-11-29`);
  await look("a closed day");
  await page.goto(picked(slot));
  await look("timetable");
  await page.goto(`${picked(slot)}&step=form`);
  await look("form");
  await page.locator("#reason").fill("기침");
  await page.getByRole("button", { name: "예약 확정" }).click();
  await look("form, wrong");
  await page.goto(`${picked(taken)}&step=form`);
  await fill();
  await sellOut(page, taken);
  await page.getByRole("button", { name: "예약 확정" }).click();
  await look("a lost race");
  await page.locator(".near").first().click();
  await expect(page.locator(".ticket")).toBeVisible();
  await look("booked");
  const booked = page.url().split("?")[0];
  await page.goto(`${booked}?cancel`);
  await look("cancel");
  await page.goto(`${booked}/move`);
  await look("move");
  const other = slots[Math.floor(slots.length / 2)];
  await page.goto(picked(other).replace(/^\/hospitals\/\d+\/book/, `${new URL(booked).pathname}/move`));
  await sellOut(page, other);
  await page.getByRole("button", { name: "이 시간으로 바꾸기" }).click();
  await look("a move that lost the race");
  for (const [name, path] of [["waitlist", `/hospitals/${slot.hospital}/wait?day=2026-12-01`], ["my", "/my"], ["privacy", "/privacy"], ["nobody's", "/bookings/abcdefghijklmnopqrst-_"]]) {
    await page.goto(path);
    await look(name);
  }
}

test("axe finds nothing @js", async ({ page, watch, site }) => {
  test.setTimeout(360_000);
  watch.expect(/status of (404|409|422)/);
  await eachPage(page, site.phone ? 7 : 8, (name) => audit(page, name));
});

test("nothing scrolls sideways at 320 pixels, and thumbs hit everything @js @phone", async ({ page, watch }) => {
  watch.expect(/status of (404|409|422)/);
  await page.setViewportSize({ width: 320, height: 640 });
  await eachPage(page, 9, async (name) => {
    expect(await beyondEdge(page), name).toEqual([]);
    const small = await page.evaluate(() => {
      const found: string[] = [];
      for (const element of document.querySelectorAll<HTMLElement>("main :is(a[href], button, input:not([type=hidden]), textarea, summary)")) {
        const target = element.closest("label") ?? element;
        if (!target.checkVisibility({ visibilityProperty: true }) || target.closest("[inert]")) continue;
        const { width, height } = target.getBoundingClientRect();
        if (width < 43.5 || height < 43.5) found.push(`${element.tagName}.${element.className} "${element.innerText?.trim()}" ${width}×${height}`);
      }
      return found;
    });
    expect(small, name).toEqual([]);
  });
});
