// SPDX-License-Identifier: MIT
// measure.mjs PAGE [MNIST]: how many drawings the page in the folder PAGE reads right, as they are and distorted in single
// ways and in all together: those of drawings.mjs, the middle lines of the test digits and, from MNIST's folder, of every fifth of its.
import {readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {distorted, drawings, hands, imagesOf, strokesOf} from './drawings.mjs';

const [page, mnist] = process.argv.slice(2);
if (!page) {
  console.error('usage: node measure.mjs PAGE [MNIST]');
  process.exit(1);
}
const {networkOf, pixelsOf} = await import(pathToFileURL(resolve(page, 'strokes.js')));
const network = await networkOf(readFileSync(join(page, 'digits.wasm')));

const digits = fileURLToPath(new URL('../../examples/data/digits', import.meta.url));
const middleLines = ({rows, columns, images}) => images.map(([label, image]) => [label, strokesOf(image, rows, columns)]);
const fifth = ({images, ...size}) => ({...size, images: images.filter((_, n) => n % 5 === 0)});
const sources = {'drawn by lines and arcs': drawings, 'test digits': middleLines(imagesOf(digits, 'test'))};
if (mnist) sources["of MNIST's test digits"] = middleLines(fifth(imagesOf(mnist, 't10k', '.gz')));
const ways = {
  'as they are': [{}],
  'slanted by 20 degrees': [{slant: -20}, {slant: 20}],
  'turned by 15 degrees': [{turn: -15}, {turn: 15}],
  '0.7 and 1.3 times as wide': [{wide: 0.7}, {wide: 1.3}],
  '0.3 times as large, in a corner': [{size: 0.3, move: [0.3, -0.3]}],
  'shaken': [{shake: 0.02}],
  'all together': hands,
};

console.log(`| | ${Object.entries(sources).map(([name, source]) => `${source.length} ${name}`).join(' | ')} |`);
console.log(`|---|${'---|'.repeat(Object.keys(sources).length)}`);
for (const [name, distortions] of Object.entries(ways)) {
  const parts = Object.values(sources).map(source => {
    // Few drawings in every way, many in one each.
    const all = source.flatMap(([digit, strokes], n) =>
      (source.length < 100 ? distortions : [distortions[n % distortions.length]]).map(way => [digit, distorted(strokes, way)]));
    const right = all.filter(([digit, strokes]) => network(pixelsOf(strokes)).digit === digit).length;
    return `${(100 * right / all.length).toFixed(1)} %`;
  });
  console.log(`| ${name} | ${parts.join(' | ')} |`);
}
