// Measures of a drawn page.
import type { Page } from "@playwright/test";

/** Elements that reach beyond the page's edge, outside of strips that scroll by themselves; empty when the page does not scroll sideways. */
export const beyondEdge = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const found: string[] = [];
    if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth} wide, the screen ${width}`);
    for (const element of document.querySelectorAll<HTMLElement>("body *")) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || (box.right <= width + 0.5 && box.left >= -0.5)) continue;
      let holder = element.parentElement;
      while (holder && getComputedStyle(holder).overflowX === "visible") holder = holder.parentElement;
      const clipped = holder && holder !== document.documentElement && holder !== document.body;
      if (!clipped && !element.closest(".sr")) found.push(`${element.tagName}.${element.className} from ${Math.round(box.left)} to ${Math.round(box.right)}`);
    }
    return found;
  });
