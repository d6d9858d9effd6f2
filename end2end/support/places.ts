// Places to test with, asked from the API: nothing here depends on how the demonstration data is made.
import { expect, type Page } from "@playwright/test";

/** A place as the API tells it. */
export interface Place {
  id: string;
  /** Without the demonstration mark. */
  name: string;
  kind: string;
  phone?: string | null;
  lat?: number | null;
  lon?: number | null;
  address: string;
  emergency: boolean;
  specialties: { code: string; name: string; specialists?: number }[];
  open: { state: string; until?: string | null };
}

/** The first hundred places that a query of the API gives. */
export async function places(page: Page, query = "region=11&limit=100"): Promise<Place[]> {
  const answer = await page.request.get(`/api/v1/hospitals?${query}`);
  expect(answer.status()).toBe(200);
  const { items } = (await answer.json()) as { items: Place[] };
  return items.map((place) => ({ ...place, name: place.name.replace(/ ?\(시연용\)$/, "") }));
}

/** The first of them that fits. */
export async function aPlace(page: Page, fits: (place: Place) => boolean, query?: string): Promise<Place> {
  const place = (await places(page, query)).find(fits);
  if (!place) throw new Error("no demonstration place fits");
  return place;
}

/** All that the API tells of one place. */
export interface Detail extends Place {
  hours: Record<string, { open: string; close: string }[] | null>;
  notes: string[];
  emergency_phone: string | null;
}

/** One place in full, its name without the demonstration mark. */
export async function detail(page: Page, id: string): Promise<Detail> {
  const answer = await page.request.get(`/api/v1/hospitals/${id}`);
  expect(answer.status()).toBe(200);
  const place = (await answer.json()) as Detail;
  return { ...place, name: place.name.replace(/ ?\(시연용\)$/, "") };
}
