import { defineConfig } from '@playwright/test';

/** The tests that bring in more orders than a shop has in a year. */
const SCALE = /scale\.spec\.ts/;
const runsAsRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'tests',
  // Each has a server of its own, and tests wait more than they compute.
  workers: 2,
  // A test that passes at the second try has found a fault, and is named as flaky; a stalled machine must not stop a change.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
  use: {
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--headless=new',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // Chromium's sandbox refuses to start for root.
        ...(runsAsRoot ? ['--no-sandbox'] : []),
      ],
    },
  },
  projects: [
    { name: 'desktop', testIgnore: SCALE, use: { viewport: { width: 1440, height: 900 } } },
    // What does not depend on the screen is marked @once and runs on the desktop alone.
    { name: 'tablet', testIgnore: SCALE, grepInvert: /@once/, use: { viewport: { width: 1024, height: 768 }, hasTouch: true } },
    // With a server of its own: so many orders are nothing that other tests should meet.
    { name: 'scale', testMatch: SCALE, use: { viewport: { width: 1440, height: 900 } } },
    // What the server sends must be readable before, and without, any script.
    { name: 'no-js', grep: /@reading/, use: { viewport: { width: 1440, height: 900 }, javaScriptEnabled: false } },
  ],
});
