// The widget is loaded by every page of a shop: it must stay small.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT = 25_000;
const bytes = readFileSync(new URL('../dist/widget.js', import.meta.url));
const zipped = gzipSync(bytes, { level: 9 }).length;
console.log(`widget.js: ${bytes.length} bytes, ${zipped} gzipped (limit ${LIMIT})`);
if (zipped >= LIMIT) {
  console.error(`widget.js is ${zipped - LIMIT + 1} bytes too large when gzipped.`);
  process.exit(1);
}
