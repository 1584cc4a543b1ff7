// A picture of a page in few bytes: 256 colours, which is more than text on a plain ground needs, packed as well as zlib can.
import { deflateSync } from "node:zlib";

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

// The 256 colours that are used most, and for each of the others the nearest of these.
function palette_of(pixels) {
  const uses = new Map();
  for (const colour of pixels) uses.set(colour, (uses.get(colour) ?? 0) + 1);
  const colours = [...uses.keys()].sort((a, b) => uses.get(b) - uses.get(a));
  const parts = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const palette = colours.slice(0, 256).map(parts);
  const places = new Map(colours.slice(0, 256).map((colour, place) => [colour, place]));
  for (const colour of colours.slice(256)) {
    const wanted = parts(colour);
    const distances = palette.map((one) => one.reduce((sum, part, place) => sum + (part - wanted[place]) ** 2, 0));
    places.set(colour, distances.indexOf(Math.min(...distances)));
  }
  return { palette, places };
}

// `page` is any page: a browser reads the screenshot, so nothing else has to.
export async function small_png(page, screenshot) {
  const { width, height, data } = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const { width, height, data } = canvas.getImageData(0, 0, image.width, image.height);
    let text = "";
    for (let at = 0; at < data.length; at += 0x8000) text += String.fromCharCode(...data.subarray(at, at + 0x8000));
    return { width, height, data: btoa(text) };
  }, screenshot.toString("base64"));

  const bytes = Buffer.from(data, "base64");
  const pixels = Array.from({ length: width * height }, (_, place) => bytes.readUInt32LE(place * 4));
  const { palette, places } = palette_of(pixels);
  const rows = Buffer.alloc((width + 1) * height);  // each begins with 0: not filtered
  pixels.forEach((colour, place) => { rows[place + Math.floor(place / width) + 1] = places.get(colour); });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);  // 8 bits, by palette
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header), chunk("PLTE", Buffer.from(palette.flat())),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })), chunk("IEND", Buffer.alloc(0)),
  ]);
}
