// SPDX-License-Identifier: MIT
// Drawings of digits as the page takes them, lists of strokes, to try the page on: drawn here by lines and arcs, in
// several hands, or the middle lines of handwritten digits in files; and what distorts them. Nothing is random.
import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';

/** An arc of an ellipse around (x, y) as a list of points, clockwise from the right in degrees. */
const arc = (x, y, rx, ry, from, to) => Array.from({length: 25}, (_, n) => {
  const angle = (from + (to - from) * n / 24) * Math.PI / 180;
  return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
});

/** An S from the right above to the left below, as the first half of an 8, and the way back up, which closes it. */
const eight = (wide) => [...arc(0.5, 0.32, 0.16 * wide, 0.17, -40, -270), ...arc(0.5, 0.67, 0.19 * wide, 0.18, -90, 240),
  ...arc(0.5, 0.32, 0.16 * wide, 0.17, 70, -40)];

/** Digits, [digit, strokes] each, as people draw them in different places. */
export const drawings = [
  [0, [arc(0.5, 0.5, 0.22, 0.34, -80, 280)]],
  [0, [arc(0.5, 0.5, 0.32, 0.33, -90, 270)]],
  [0, [arc(0.5, 0.5, 0.16, 0.35, -120, 225)]],
  [1, [[[0.52, 0.15], [0.52, 0.85]]]],
  [1, [[[0.38, 0.3], [0.52, 0.15], [0.52, 0.85]]]],
  [1, [[[0.36, 0.27], [0.5, 0.14], [0.5, 0.86]], [[0.36, 0.86], [0.64, 0.86]]]],
  [2, [[...arc(0.5, 0.33, 0.18, 0.18, -170, 40), [0.3, 0.85], [0.7, 0.85]]]],
  [2, [[...arc(0.48, 0.32, 0.2, 0.17, -150, 60), [0.4, 0.68], ...arc(0.36, 0.76, 0.08, 0.07, -60, -330), [0.52, 0.82], [0.72, 0.84]]]],
  [2, [[[0.3, 0.2], [0.55, 0.16], ...arc(0.5, 0.33, 0.17, 0.17, -60, 60), [0.33, 0.84], [0.68, 0.82]]]],
  [3, [[...arc(0.48, 0.32, 0.17, 0.17, -150, 90), ...arc(0.48, 0.67, 0.2, 0.18, -90, 150)]]],
  [3, [[[0.3, 0.16], [0.68, 0.16], [0.47, 0.44], ...arc(0.46, 0.65, 0.21, 0.21, -80, 150)]]],
  [3, [[...arc(0.46, 0.3, 0.2, 0.15, -160, 70), [0.42, 0.47], ...arc(0.46, 0.66, 0.23, 0.18, -80, 160)]]],
  [4, [[[0.55, 0.12], [0.27, 0.6], [0.75, 0.6]], [[0.6, 0.4], [0.57, 0.88]]]],
  [4, [[[0.33, 0.15], [0.3, 0.5], [0.7, 0.5]], [[0.66, 0.15], [0.64, 0.87]]]],
  [4, [[[0.58, 0.86], [0.6, 0.14], [0.27, 0.62], [0.76, 0.62]]]],
  [5, [[[0.36, 0.15], [0.35, 0.45], ...arc(0.48, 0.63, 0.2, 0.21, -110, 150)], [[0.36, 0.15], [0.7, 0.15]]]],
  [5, [[[0.7, 0.15], [0.38, 0.15], [0.35, 0.45], ...arc(0.48, 0.63, 0.2, 0.21, -110, 150)]]],
  [5, [[[0.66, 0.14], [0.36, 0.17], [0.36, 0.42], [0.52, 0.42], ...arc(0.5, 0.63, 0.17, 0.21, -60, 90), [0.32, 0.83]]]],
  [6, [[[0.62, 0.15], [0.45, 0.3], [0.36, 0.5], [0.34, 0.65], ...arc(0.5, 0.66, 0.17, 0.19, 180, 540)]]],
  [6, [[...arc(0.58, 0.5, 0.24, 0.35, -90, -190), ...arc(0.5, 0.67, 0.17, 0.17, -190, -530)]]],
  [6, [[[0.52, 0.12], [0.38, 0.45], ...arc(0.5, 0.68, 0.16, 0.18, -170, -500)]]],
  [7, [[[0.3, 0.15], [0.7, 0.15], [0.42, 0.85]]]],
  [7, [[[0.3, 0.15], [0.7, 0.15], [0.45, 0.85]], [[0.38, 0.5], [0.68, 0.5]]]],
  [7, [[[0.3, 0.24], [0.31, 0.16], [0.7, 0.17], [0.55, 0.45], [0.48, 0.86]]]],
  [8, [eight(1)]],
  [8, [eight(1.25)]],
  [8, [arc(0.5, 0.32, 0.16, 0.17, 90, 450), arc(0.5, 0.68, 0.19, 0.18, -90, 270)]],
  [9, [[...arc(0.5, 0.33, 0.17, 0.18, 0, -360), [0.67, 0.33], [0.64, 0.6], [0.55, 0.85]]]],
  [9, [[...arc(0.5, 0.32, 0.18, 0.17, -20, -340), [0.68, 0.2], [0.68, 0.86]]]],
  [9, [[...arc(0.5, 0.32, 0.17, 0.17, -10, -360), [0.67, 0.32], [0.66, 0.62], ...arc(0.5, 0.66, 0.16, 0.19, 0, 140)]]],
];

/**
 * The strokes slanted and turned by degrees, `wide` times as wide as they were and `size` times as large, moved by a part
 * of the paper, and shaken: by `shake` at most, in waves.
 */
export function distorted(strokes, {slant = 0, turn = 0, wide = 1, size = 1, move = [0, 0], shake = 0}) {
  const shear = Math.tan(slant * Math.PI / 180), angle = turn * Math.PI / 180;
  return strokes.map(points => points.map(([px, py]) => {
    const wave = (along, across) => shake * Math.sin(11 * along + 17 * across + 3);
    const y = py - 0.5 + wave(px, py), x = (px - 0.5 + wave(py, px)) * wide - y * shear;
    return [0.5 + move[0] + size * (x * Math.cos(angle) - y * Math.sin(angle)),
      0.5 + move[1] + size * (x * Math.sin(angle) + y * Math.cos(angle))];
  }));
}

/** Slants, widths, sizes and places of one drawing: fifteen, slanted by up to 20 degrees and turned by up to 12, all a little shaken. */
export const hands = [-20, -10, 0, 10, 20].flatMap(slant => [0.75, 1, 1.3].map((wide, n) => (
  {slant, wide, turn: slant / 2 + 2 - 2 * n, size: [0.3, 0.8, 0.7][n], move: [[0.25, -0.25], [0, 0], [0, 0.1]][n], shake: 0.01})));

/** Grey images of an IDX file, plain or .gz, and what they show: [label, Uint8Array]; with their rows and columns. */
export function imagesOf(folder, part, ending = '') {
  const read = name => {
    const bytes = readFileSync(`${folder}/${part}-${name}-ubyte${ending}`);
    return ending ? gunzipSync(bytes) : bytes;
  };
  const pixels = read('images-idx3'), labels = read('labels-idx1');
  const [count, rows, columns] = [4, 8, 12].map(at => pixels.readUInt32BE(at));
  return {rows, columns, images: Array.from({length: count}, (_, n) =>
    [labels[8 + n], pixels.subarray(16 + n * rows * columns, 16 + (n + 1) * rows * columns)])};
}

const finer = 56;    // cells of the bitmap, in each direction, whose lines are made thin

/** Which cells hold ink: a grey image, enlarged, is dark there, and not paler than around there, as a small loop is. */
function bitmap(image, rows, columns) {
  const darkest = Math.max(...image);
  const at = (y, x) => y < 0 || x < 0 || y >= rows || x >= columns ? 0 : image[y * columns + x];
  const grey = (y, x) => {
    const top = Math.floor(y), left = Math.floor(x), down = y - top, right = x - left;
    return (1 - down) * ((1 - right) * at(top, left) + right * at(top, left + 1)) +
      down * ((1 - right) * at(top + 1, left) + right * at(top + 1, left + 1));
  };
  const reach = rows / 8, ways = Array.from({length: 8}, (_, n) => n * Math.PI / 4);
  const cells = new Uint8Array(finer * finer);
  for (let cy = 1; cy + 1 < finer; ++cy)
    for (let cx = 1; cx + 1 < finer; ++cx) {
      const y = (cy + 0.5) * rows / finer - 0.5, x = (cx + 0.5) * columns / finer - 0.5;
      const around = ways.reduce((sum, way) => sum + grey(y + reach * Math.sin(way), x + reach * Math.cos(way)), 0) / 8;
      cells[cy * finer + cx] = grey(y, x) >= Math.max(0.35 * darkest, around) ? 1 : 0;
    }
  return cells;
}

// The neighbours of a cell, clockwise from above.
const around = [-finer, 1 - finer, 1, finer + 1, finer, finer - 1, -1, -1 - finer];

/** Takes ink from the edges of lines until they are a cell wide (T. Y. Zhang and C. Y. Suen, CACM 27, 1984). */
function thin(cells) {
  for (let changed = true; changed;) {
    changed = false;
    for (const [one, other] of [[[0, 2, 4], [2, 4, 6]], [[0, 2, 6], [0, 4, 6]]]) {
      const gone = [];
      cells.forEach((ink, n) => {
        if (!ink) return;
        const near = around.map(step => cells[n + step]);
        const count = near.reduce((sum, cell) => sum + cell, 0);
        const begins = near.filter((cell, k) => !cell && near[(k + 1) % 8]).length;
        if (count >= 2 && count <= 6 && begins === 1 && one.some(k => !near[k]) && other.some(k => !near[k])) gone.push(n);
      });
      gone.forEach(n => { cells[n] = 0; });
      changed ||= gone.length > 0;
    }
  }
  return cells;
}

/** An image's middle lines as strokes from cell to cell: what a pen would have drawn. */
export function strokesOf(image, rows, columns) {
  const cells = thin(bitmap(image, rows, columns));
  const point = n => [(n % finer + 0.5) / finer, (Math.floor(n / finer) + 0.5) / finer];
  const strokes = [];
  cells.forEach((ink, n) => {
    if (!ink) return;
    strokes.push([point(n)]);
    for (const step of around.slice(2, 6)) if (cells[n + step]) strokes.push([point(n), point(n + step)]);
  });
  return strokes;
}
