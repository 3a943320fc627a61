// Pictures of every page, for looking at: `node testing/shots.mjs DIRECTORY`.
import { mkdir } from 'node:fs/promises';
import { open, signIn } from './browser.mjs';
import { start } from './fake-server.mjs';

const to = process.argv[2] ?? '/tmp/console';
await mkdir(to, { recursive: true });
const server = await start({ chatter: false });

async function run(name, options, chosen, steps) {
  const browser = await open(options);
  const { page } = browser;
  await page.addInitScript(
    (value) => localStorage.setItem('kefu.console.preferences', JSON.stringify(value)),
    chosen,
  );
  const shot = (title) => page.screenshot({ path: `${to}/${name}-${title}.png` });
  try {
    await steps(page, shot);
  } catch (error) {
    console.log(name, error.message);
    await shot('failed');
  }
  for (const line of new Set(browser.told)) console.log(name, line);
  await browser.close();
}

const row = (page, n) => page.locator('.rows .row .row').nth(n);
const en = { locale: 'en', theme: 'light' };
const zh = { locale: 'zh', theme: 'dark' };

await run('en', {}, en, async (page, shot) => {
  await page.goto(`${server.url}/console/`);
  await page.locator('input[name=username]').fill('admin');
  await page.locator('input[name=password]').fill('wrong');
  await page.locator('button[type=submit]').click();
  await page.locator('.el-alert').waitFor();
  await shot('1-signin');
  await signIn(page, server.url);
  await row(page, 2).waitFor();
  await shot('2-list');
  await page.goto(`${server.url}/console/#/c/c00000`);
  await page.locator('.message').first().waitFor();
  await page.waitForTimeout(600);
  await page.locator('textarea').fill('Your new parcel leaves today.');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(2_500);
  await shot('3-conversation');
  await page.waitForTimeout(2_600);
  await page.locator('.modes button').nth(1).click();
  await page.locator('textarea').fill('Promised a replacement; check on Monday.\nSecond line');
  server.typing('c00000', 'Is it the same colour as the');
  await page.waitForTimeout(300);
  await shot('4-note');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  await page.getByRole('button', { name: 'Transfer' }).click();
  await page.locator('.choice').nth(4).click();
  await page.waitForTimeout(400);
  await shot('5-transfer');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.locator('.me').click();
  await page.waitForTimeout(400);
  await shot('6-self');
  await page.keyboard.press('Escape');
  await page.goto(`${server.url}/console/#/search?q=parcel`);
  await page.locator('.hit').first().waitFor();
  await shot('7-search');
  await page.goto(`${server.url}/console/#/monitor`);
  await page.waitForTimeout(1_800);
  await shot('8-monitor');
  await page.goto(`${server.url}/console/#/storage`);
  await page.locator('.tier').first().waitFor();
  await shot('9-storage');
});

await run('zh', {}, zh, async (page, shot) => {
  await page.goto(`${server.url}/console/`);
  await page.waitForTimeout(300);
  await shot('1-signin');
  await signIn(page, server.url);
  await page.goto(`${server.url}/console/#/c/c00003`);
  await page.locator('.message').first().waitFor();
  await page.waitForTimeout(500);
  server.say('c00005', '我要投诉！');
  await page.waitForTimeout(400);
  await shot('2-conversation');
  await page.locator('#tab-queue').click();
  await row(page, 1).click();
  await page.waitForTimeout(600);
  await shot('3-queue');
  server.cut();
  await page.context().setOffline(true);
  await page.waitForTimeout(2_600);
  await page.locator('textarea').fill('稍等，马上为您处理');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  await shot('4-offline');
  await page.context().setOffline(false);
  await page.waitForTimeout(1_500);
  await page.goto(`${server.url}/console/#/monitor`);
  await page.waitForTimeout(1_800);
  await shot('5-monitor');
});

await run('tablet', { viewport: { width: 820, height: 1180 } }, en, async (page, shot) => {
  await signIn(page, server.url);
  await page.goto(`${server.url}/console/#/c/c00000`);
  await page.waitForTimeout(900);
  await shot('1-conversation');
  await page.getByRole('button', { name: 'Show details' }).click();
  await page.waitForTimeout(300);
  await shot('2-context');
});

await run('phone', { viewport: { width: 390, height: 844 } }, zh, async (page, shot) => {
  await signIn(page, server.url);
  await page.waitForTimeout(500);
  await shot('1-list');
  await row(page, 0).click();
  await page.waitForTimeout(600);
  await shot('2-conversation');
  await page.goto(`${server.url}/console/#/monitor`);
  await page.waitForTimeout(1_500);
  await shot('3-monitor');
});

await run('small', { viewport: { width: 1280, height: 800 } }, en, async (page, shot) => {
  await signIn(page, server.url);
  await page.goto(`${server.url}/console/#/c/c00000`);
  await page.waitForTimeout(900);
  await shot('1-conversation');
});

server.close();
process.exit(0);
