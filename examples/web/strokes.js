// SPDX-License-Identifier: MIT
// A drawing as the network reads it, and the network, digits.wasm. A drawing is a list of strokes, a stroke a list
// of points [x, y], to the right and down, in a unit that does not matter.

export const side = 16;    // pixels of the network's image, in each direction
const box = 14;            // of which the longer side of a drawing takes so many, as in redrawn.hpp
const radius = 0.85;       // of the pen, in these pixels: as thick as lines of the training set are on average

/** What takes points into the image: the drawing as large as the box, its centre of mass in the middle. */
function placed(strokes, lines) {
  const points = strokes.flat();
  const extent = axis => {
    const values = points.map(point => point[axis]);
    return Math.max(...values) - Math.min(...values);
  };
  // A tap has no extent, and shall not become a line.
  const scale = (box - 2 * radius) / Math.max(extent(0), extent(1), 0.02);
  let mass = 0, x = 0, y = 0;
  for (const [[ax, ay], [bx, by]] of lines) {
    const length = Math.hypot(bx - ax, by - ay) + 1e-6;
    mass += length;
    x += length * (ax + bx) / 2;
    y += length * (ay + by) / 2;
  }
  return ([px, py]) => [side / 2 + (px - x / mass) * scale, side / 2 + (py - y / mass) * scale];
}

/** The image of a drawing, row by row: how much of each pixel a round pen covers, from 0, paper, to 1, ink. */
export function pixelsOf(strokes) {
  const lines = strokes.flatMap(points => points.map((point, n) => [points[Math.max(n - 1, 0)], point]));
  const place = placed(strokes, lines);
  const pixels = new Float32Array(side * side);
  const reach = radius + 0.5;
  for (const [a, b] of lines) {
    const [ax, ay] = place(a), [bx, by] = place(b);
    const dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
    const first = (p, q) => Math.max(Math.floor(Math.min(p, q) - reach), 0);
    const last = (p, q) => Math.min(Math.ceil(Math.max(p, q) + reach), side - 1);
    for (let y = first(ay, by); y <= last(ay, by); ++y)
      for (let x = first(ax, bx); x <= last(ax, bx); ++x) {
        const cx = x + 0.5 - ax, cy = y + 0.5 - ay;
        const along = length > 0 ? Math.min(Math.max((cx * dx + cy * dy) / length, 0), 1) : 0;
        // A pixel whose middle the edge of the line passes is half covered.
        const ink = Math.min(reach - Math.hypot(cx - along * dx, cy - along * dy), 1);
        pixels[y * side + x] = Math.max(pixels[y * side + x], ink);
      }
  }
  return pixels;
}

/** The module behind a function: an image to the digit that it shows and the ten scores. */
export async function networkOf(bytes) {
  const {instance} = await WebAssembly.instantiate(bytes);
  const {memory, _initialize, digits_input, digits_predict, digits_scores} = instance.exports;
  _initialize();
  const input = new Float32Array(memory.buffer, digits_input(), side * side);
  const scores = new Float32Array(memory.buffer, digits_scores(), 10);
  return pixels => {
    input.set(pixels);
    return {digit: digits_predict(), scores: [...scores]};
  };
}
