// Reads back what the pages write.

/** Metres of `320m`, `1.8km`, `320 m`, `1.8 km`. */
export function metres(text: string): number {
  const read = /^(\d+(?:\.\d)?)\s?(k?)m$/.exec(text.trim());
  if (!read) throw new Error(`not a distance: "${text}"`);
  return Number(read[1]) * (read[2] ? 1000 : 1);
}
