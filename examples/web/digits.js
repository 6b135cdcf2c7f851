// SPDX-License-Identifier: MIT
// Reads digits drawn on a canvas with digits.wasm. A drawing is a list of strokes, a stroke a list of points
// [x, y] in [0, 1], down to the right.

const grid = 32;        // cells of the bitmap that a drawing becomes, in each direction
const side = 8;         // pixels of the network's image, in each direction
const widest = 25;      // columns of the bitmap that the digits of the training set take at most, nearly all
const usualInk = 280;   // cells of ink that a digit gets: theirs have 310 on average, but lines drawn here have sharper ends

/** The module behind a function: 64 numbers from 0, paper, to 1, ink; to the ten scores. */
export async function loadNetwork(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
  // Not instantiateStreaming, which wants a type of content that simple servers do not know.
  const {instance} = await WebAssembly.instantiate(await answer.arrayBuffer());
  const {memory, _initialize, digits_input, digits_predict, digits_scores} = instance.exports;
  _initialize();
  const input = new Float32Array(memory.buffer, digits_input(), side * side);
  const scores = new Float32Array(memory.buffer, digits_scores(), 10);
  return pixels => {
    input.set(pixels);
    return {digit: digits_predict(), scores: [...scores]};
  };
}

/** Where a drawing lies in the bitmap, for a pen of `radius` cells: as high as it, as digits of the training set are. */
function fit(points, radius) {
  const extent = axis => {
    const values = points.map(point => point[axis]);
    const low = Math.min(...values), high = Math.max(...values);
    return {middle: (low + high) / 2, size: Math.max(high - low, 0.02)};
  };
  const x = extent(0), y = extent(1);
  const inkless = 2 * radius;
  const across = Math.min((grid - inkless) / y.size, (widest - inkless) / x.size);
  // Wide digits are squeezed, but a line that lies stays lying.
  const down = Math.min((grid - inkless) / y.size, 2 * across);
  return ([px, py]) => [grid / 2 + (px - x.middle) * across, grid / 2 + (py - y.middle) * down];
}

/** The bitmap: which cells have their middle within `radius` of a stroke. */
function paint(strokes, radius) {
  const cells = new Uint8Array(grid * grid);
  const place = fit(strokes.flat(), radius);
  for (const stroke of strokes) {
    const points = stroke.map(place);
    points.forEach(([bx, by], n) => {
      const [ax, ay] = points[Math.max(n - 1, 0)];
      const dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
      const first = (a, b) => Math.max(Math.floor(Math.min(a, b) - radius), 0);
      const last = (a, b) => Math.min(Math.ceil(Math.max(a, b) + radius), grid - 1);
      for (let y = first(ay, by); y <= last(ay, by); ++y)
        for (let x = first(ax, bx); x <= last(ax, bx); ++x) {
          const cx = x + 0.5 - ax, cy = y + 0.5 - ay;
          const along = length > 0 ? Math.min(Math.max((cx * dx + cy * dy) / length, 0), 1) : 0;
          if (Math.hypot(cx - along * dx, cy - along * dy) <= radius) cells[y * grid + x] = 1;
        }
    });
  }
  return cells;
}

/**
 * A drawing as the network reads it, in the way in which its training set was made of scanned forms: a bitmap of
 * 32 x 32, scaled to its height, of which each pixel counts 4 x 4. The pen is as thick as gives a digit its usual ink.
 */
export function pixelsOf(strokes) {
  let thin = 1.5, thick = 5.5;
  for (let step = 0; step < 6; ++step) {
    const radius = (thin + thick) / 2;
    const ink = paint(strokes, radius).reduce((sum, cell) => sum + cell, 0);
    if (ink < usualInk) thin = radius;
    else thick = radius;
  }
  const pixels = new Float32Array(side * side);
  const block = grid / side;
  paint(strokes, (thin + thick) / 2).forEach((cell, n) => {
    const x = Math.floor(n % grid / block), y = Math.floor(n / grid / block);
    pixels[y * side + x] += cell / (block * block);
  });
  return pixels;
}

// The page.

const paper = document.querySelector('#paper');
const seen = document.querySelector('#seen');
const answer = document.querySelector('#answer');
const bars = document.querySelector('#scores');
const strokes = [];
const pen = {x: 0.5, y: 0.5, down: false, shown: false};    // for the keyboard
let stroke = null;
let network = null;

function drawPaper() {
  const size = Math.round(paper.clientWidth * devicePixelRatio);
  if (paper.width !== size) paper.width = paper.height = size;
  const colour = getComputedStyle(paper).color;
  const context = paper.getContext('2d');
  context.clearRect(0, 0, size, size);
  context.lineWidth = size / 16;
  context.lineCap = context.lineJoin = 'round';
  context.strokeStyle = colour;
  for (const points of strokes) {
    context.beginPath();
    context.moveTo(points[0][0] * size, points[0][1] * size);
    for (const [x, y] of points) context.lineTo(x * size, y * size);
    context.stroke();
  }
  if (pen.shown) {
    context.beginPath();
    context.arc(pen.x * size, pen.y * size, size / (pen.down ? 40 : 24), 0, 7);
    context.lineWidth = size / 100;
    context.strokeStyle = getComputedStyle(document.body).getPropertyValue('--accent');
    context.stroke();
  }
}

function drawSeen(pixels) {
  const context = seen.getContext('2d');
  const image = context.createImageData(side, side);
  pixels.forEach((ink, n) => image.data.set([255, 255, 255, Math.round(255 * ink)], 4 * n));
  context.putImageData(image, 0, 0);
}

function show({digit, scores}) {
  [...bars.children].forEach((row, n) => {
    const percent = `${(100 * scores[n]).toFixed(1)} %`;
    row.classList.toggle('best', n === digit);
    row.querySelector('i').style.width = `${100 * scores[n]}%`;
    row.querySelector('output').value = percent;
  });
  const text = digit < 0 ? '' : `${digit}`;
  if (answer.textContent !== text) answer.textContent = text;    // screen readers say what is set, new or not
}

/** Reads what is drawn. */
function read() {
  drawPaper();
  const pixels = strokes.length > 0 ? pixelsOf(strokes) : new Float32Array(side * side);
  drawSeen(pixels);
  document.body.classList.toggle('empty', strokes.length === 0);
  show(strokes.length > 0 ? network(pixels) : {digit: -1, scores: Array(10).fill(0)});
}

function begin(point) {
  stroke = [point];
  strokes.push(stroke);
  read();
}

function extend(point) {
  const [x, y] = stroke.at(-1);
  if (Math.hypot(point[0] - x, point[1] - y) < 0.005) return;
  stroke.push(point);
}

function clear() {
  strokes.length = 0;
  stroke = null;
  pen.down = false;
  read();
}

function undo() {
  strokes.pop();
  stroke = null;
  pen.down = false;
  read();
}

function place(event) {
  const box = paper.getBoundingClientRect();
  const within = part => Math.min(Math.max(part, 0), 1);
  return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
}

function listen() {
  paper.addEventListener('pointerdown', event => {
    if (event.button !== 0 || !event.isPrimary) return;
    paper.setPointerCapture(event.pointerId);
    pen.shown = pen.down = false;
    begin(place(event));
  });
  paper.addEventListener('pointermove', event => {
    if (!stroke || !paper.hasPointerCapture(event.pointerId)) return;
    for (const part of [...event.getCoalescedEvents?.() ?? [], event]) extend(place(part));
    read();
  });
  for (const type of ['pointerup', 'pointercancel']) paper.addEventListener(type, () => { if (!pen.down) stroke = null; });
  // Else the browser takes a quick stroke for a swipe, and the next tap, on Clear say, for what stops it.
  paper.addEventListener('touchstart', event => event.preventDefault(), {passive: false});

  const ways = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
  paper.addEventListener('keydown', event => {
    const way = ways[event.key];
    if (way) {
      pen.x = Math.min(Math.max(pen.x + way[0] / 20, 0), 1);
      pen.y = Math.min(Math.max(pen.y + way[1] / 20, 0), 1);
      if (pen.down) {
        extend([pen.x, pen.y]);
        read();
      }
    } else if (event.key === ' ') {
      pen.down = !pen.down;
      if (pen.down) begin([pen.x, pen.y]);
      else stroke = null;
    } else if (event.key === 'Backspace') undo();
    else if (event.key === 'Delete' || event.key === 'Escape') clear();
    else return;
    event.preventDefault();
    pen.shown = true;
    drawPaper();
  });
  paper.addEventListener('blur', () => { pen.shown = false; drawPaper(); });
  document.querySelector('#clear').addEventListener('click', clear);
  document.querySelector('#undo').addEventListener('click', undo);
  new ResizeObserver(drawPaper).observe(paper);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawPaper);
}

for (let digit = 0; digit < 10; ++digit)
  bars.insertAdjacentHTML('beforeend', `<li><b>${digit}</b><span><i></i></span><output></output></li>`);

try {
  network = await loadNetwork('digits.wasm');
  listen();
  read();
  document.body.dataset.ready = 'yes';
} catch (error) {
  document.querySelector('#problem').textContent = `The network could not be loaded: ${error.message}. ` +
    'The page must come from a web server, and the browser must know WebAssembly with SIMD.';
}
