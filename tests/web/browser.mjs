// SPDX-License-Identifier: MIT
// browser.mjs PAGE EXPECTED CHROMIUM PICTURES: serves the folder PAGE to a headless Chromium and checks that digits drawn
// with mouse, finger and keyboard are read, that the module computes what the host does (EXPECTED, of expect.cpp), that it
// is small and that nothing else is loaded. Writes screenshots into PICTURES. Exit status: 0, or 1 and what was not so.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {extname, join} from 'node:path';
import {chromium} from 'playwright-core';
import {distorted, drawings, hands} from './drawings.mjs';

const [folder, expectedFile, executablePath, pictures] = process.argv.slice(2);
const files = ['index.html', 'digits.js', 'strokes.js', 'digits.wasm'];
const sizeLimit = 52 * 1024;    // bytes of the module; 26,344 are weights

// The plainest of servers: it does not know WebAssembly's type of content.
const server = createServer(async (request, response) => {
  const name = request.url === '/' ? 'index.html' : request.url.slice(1);
  if (!files.includes(name)) return response.writeHead(404).end();
  const type = {'.html': 'text/html', '.js': 'text/javascript'}[extname(name)] ?? 'application/octet-stream';
  response.writeHead(200, {'Content-Type': type}).end(await readFile(join(folder, name)));
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}/`;

const mouse = page => ({
  down: (x, y) => page.mouse.move(x, y).then(() => page.mouse.down()),
  move: (x, y) => page.mouse.move(x, y),
  up: () => page.mouse.up(),
});

async function finger(page) {
  const session = await page.context().newCDPSession(page);
  const send = (type, ...touchPoints) => session.send('Input.dispatchTouchEvent', {type, touchPoints});
  return {
    down: (x, y) => send('touchStart', {x, y}),
    move: (x, y) => send('touchMove', {x, y}),
    up: () => send('touchEnd'),
  };
}

async function draw(page, pen, strokes) {
  const box = await page.locator('#paper').boundingBox();
  const on = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
  for (const [first, ...rest] of strokes) {
    await pen.down(...on(first));
    for (const point of rest) await pen.move(...on(point));
    await pen.up();
  }
}

/** What the page shows: the digit, and the bars' lengths as parts of one. */
const shown = page => page.evaluate(() => ({
  digit: document.querySelector('#answer').textContent,
  texts: [...document.querySelectorAll('#scores output')].map(output => parseFloat(output.value)),
  bars: [...document.querySelectorAll('#scores i')].map(bar => parseFloat(bar.style.width) / 100),
}));

async function checkRead(page, digit, how) {
  const {digit: read, texts, bars} = await shown(page);
  console.log(`${how} a ${digit}: read as ${read}, ${texts[digit]} %`);
  assert.equal(read, String(digit), `${how} a ${digit}`);
  assert.equal(bars.length, 10);
  const sum = bars.reduce((a, b) => a + b);
  assert.ok(Math.abs(sum - 1) < 1e-3, `the bars sum to ${sum}`);
  assert.equal(bars.indexOf(Math.max(...bars)), digit, 'the longest bar is another digit');
  bars.forEach((bar, n) => assert.ok(Math.abs(100 * bar - texts[n]) < 0.06, `the bar of ${n} is not as long as its number`));
}

const complaints = [];

async function open(browser, options) {
  const context = await browser.newContext({reducedMotion: 'reduce', ...options});
  const page = await context.newPage();
  page.on('pageerror', error => complaints.push(`the page failed: ${error.message}`));
  page.on('console', message => { if (message.type() === 'error') complaints.push(message.text()); });
  page.on('request', request => { if (!request.url().startsWith(address)) complaints.push(`the page asks for ${request.url()}`); });
  await page.goto(address);
  await page.locator('body[data-ready]').waitFor({timeout: 20000});
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} pixels wider than the window`);
  return page;
}

const picture = (page, name) => page.screenshot({path: join(pictures, `web-${name}.png`), fullPage: true});

async function testModule() {
  const bytes = await readFile(join(folder, 'digits.wasm'));
  console.log(`digits.wasm: ${bytes.length} bytes`);
  assert.ok(bytes.length <= sizeLimit, `digits.wasm has ${bytes.length} bytes, at most ${sizeLimit} are meant`);
  assert.deepEqual(WebAssembly.Module.imports(new WebAssembly.Module(bytes)), []);
}

async function testMouse(browser) {
  const page = await open(browser, {viewport: {width: 1100, height: 760}});
  await picture(page, 'empty');
  for (const [digit, strokes] of drawings) {
    await draw(page, mouse(page), strokes);
    await checkRead(page, digit, 'drawn with the mouse,');
    if (digit === 8) await picture(page, 'desktop');
    await page.locator('#clear').click();
    assert.deepEqual(await shown(page), {digit: '', texts: Array(10).fill(0), bars: Array(10).fill(0)});
  }
  // It answers while a stroke is drawn, and takes strokes back.
  const box = await page.locator('#paper').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 0.2 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + 0.8 * box.height, {steps: 8});
  await checkRead(page, 1, 'half drawn,');
  await page.mouse.up();
  await page.locator('#undo').click();
  assert.equal((await shown(page)).digit, '');
  // A line like a 1, by the keyboard: from the middle up, then down.
  await page.locator('#paper').focus();
  const keys = [...Array(6).fill('ArrowUp'), 'Space', ...Array(12).fill('ArrowDown'), 'Space', 'ArrowLeft'];
  for (const key of keys) await page.keyboard.press(key);
  await checkRead(page, 1, 'drawn with the keyboard,');
  await page.keyboard.press('Escape');
  assert.equal((await shown(page)).digit, '');
  return page;
}

async function testFinger(browser) {
  const page = await open(browser, {viewport: {width: 360, height: 740}, hasTouch: true, isMobile: true, deviceScaleFactor: 2, colorScheme: 'dark'});
  const pen = await finger(page);
  for (const [digit, strokes] of drawings.filter(([digit]) => [0, 1, 7].includes(digit))) {
    await draw(page, pen, strokes);
    await checkRead(page, digit, 'drawn with a finger,');
    if (digit === 0) await picture(page, 'phone');
    await page.locator('#clear').tap();
  }
}

/** What the page's own functions read in each of the images, or in each of the drawings. */
const readings = (page, things, drawn) => page.evaluate(async ([things, drawn]) => {
  const {networkOf, pixelsOf} = await import('./strokes.js');
  const network = await networkOf(await (await fetch('digits.wasm')).arrayBuffer());
  return things.map(thing => network(drawn ? pixelsOf(thing) : thing));
}, [things, drawn]);

/** Every drawing in every hand. Size and place are nothing to the network; of slanted, turned and shaken ones few may be misread. */
async function testHands(page) {
  const all = drawings.flatMap(([digit, strokes]) => hands.map(hand => [digit, distorted(strokes, hand)]));
  const answers = await readings(page, all.map(([, strokes]) => strokes), true);
  const right = Array(10).fill(0), total = Array(10).fill(0);
  all.forEach(([digit], n) => {
    right[digit] += answers[n].digit === digit;
    ++total[digit];
  });
  const sum = right.reduce((a, b) => a + b);
  console.log(`in ${hands.length} hands: ${sum} of ${all.length} drawings read right; of each digit's ${total[0]}: ${right.join(' ')}`);
  assert.ok(all.length === 450 && sum >= 0.95 * all.length, `${sum} of ${all.length} distorted drawings read right, 95 % should be`);
  right.forEach((count, digit) => assert.ok(count >= 0.75 * total[digit], `${count} of ${total[digit]} distorted ${digit}s read right, 75 % should be`));
}

/** The page's own functions, on images of the test set, against the host's scores. */
async function testScores(page) {
  const expected = JSON.parse(await readFile(expectedFile, 'utf8'));
  const answers = await readings(page, expected.map(({pixels}) => pixels), false);
  assert.ok(expected.length > 300);
  let worst = 0, right = 0;
  expected.forEach(({label, scores}, n) => {
    scores.forEach((score, k) => { worst = Math.max(worst, Math.abs(score - answers[n].scores[k])); });
    assert.equal(answers[n].digit, scores.indexOf(Math.max(...scores)), `test image ${n} is read as another digit than on the host`);
    right += answers[n].digit === label;
  });
  console.log(`${right} of ${expected.length} test images read right; scores differ from the host's by ${worst.toExponential(1)} at most`);
  assert.ok(right >= 0.97 * expected.length, `${right} of ${expected.length} test images read right, 97 % should be`);
  assert.ok(worst < 1e-5, `a score differs from the host's by ${worst}`);
}

let browser;
try {
  await testModule();
  browser = await chromium.launch({executablePath, headless: true});
  console.log(`Chromium ${browser.version()}`);
  const page = await testMouse(browser);
  await testHands(page);
  await testScores(page);
  await testFinger(browser);
  assert.deepEqual(complaints, []);
} catch (error) {
  console.error(['browser.mjs:', error.message, ...complaints].join('\n'));
  process.exitCode = 1;
} finally {
  await browser?.close();
  server.close();
}
