// SPDX-License-Identifier: MIT
// Reads digits drawn on a canvas with digits.wasm. Points of strokes are in parts of the paper.
import {networkOf, pixelsOf, side} from './strokes.js';

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
  // Not instantiateStreaming, which wants a type of content that simple servers do not know.
  const response = await fetch('digits.wasm');
  if (!response.ok) throw new Error(`digits.wasm: ${response.status} ${response.statusText}`);
  network = await networkOf(await response.arrayBuffer());
  listen();
  read();
  document.body.dataset.ready = 'yes';
} catch (error) {
  document.querySelector('#problem').textContent = `The network could not be loaded: ${error.message}. ` +
    'The page must come from a web server, and the browser must know WebAssembly with SIMD.';
}
