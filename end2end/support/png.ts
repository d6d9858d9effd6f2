// A small picture that stands in for a map tile.
import { crc32, deflateSync } from "node:zlib";

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** A square of one grey with a lighter line at its upper and left edge, as a PNG. */
export function tile(side = 256): Buffer {
  const rows = Buffer.alloc(side * (side + 1), 0xd8);
  for (let y = 0; y < side; y += 1) {
    rows[y * (side + 1)] = 0; // the row's filter: none
    rows[y * (side + 1) + 1] = 0xf0;
    if (y === 0) rows.fill(0xf0, 1, side + 1);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 8; // bits; the rest says: grey, deflate, no interlace
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}
