// The widget is loaded by every page of a shop: it must stay small.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMITS = { 'widget.js': 25_000, 'widget-poll.js': 2_000 };
for (const [name, limit] of Object.entries(LIMITS)) {
  const bytes = readFileSync(new URL(`../dist/${name}`, import.meta.url));
  const zipped = gzipSync(bytes, { level: 9 }).length;
  console.log(`${name}: ${bytes.length} bytes, ${zipped} gzipped (limit ${limit})`);
  if (zipped >= limit) {
    console.error(`${name} is ${zipped - limit + 1} bytes too large when gzipped.`);
    process.exitCode = 1;
  }
}
