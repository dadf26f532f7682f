import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const names = [
  'BACKLOT_BACKEND_PORT',
  'BACKLOT_LAB_VCENTER_PORT',
  'BACKLOT_LAB_NETBOX_PORT',
  'BACKLOT_LAB_FORGE_PORT',
  'BACKLOT_LAB_ATLANTIS_PORT',
  'BACKLOT_LAB_CONTROL_PORT',
  'BACKLOT_LAB_PAYMENTS_FORGE_PORT',
  'BACKLOT_LAB_PAYMENTS_ATLANTIS_PORT',
];

// The configuration is read once more by each worker, which inherits what was chosen first.
process.env.BACKLOT_DATA ??= mkdtempSync(join(tmpdir(), 'backlot-e2e-'));
const missing = names.filter(name => !process.env[name]);
if (missing.length > 0) {
  const ports = freePorts(missing.length);
  missing.forEach((name, index) => {
    process.env[name] = ports[index];
  });
}
// The backend serves the app as it is built for production, whose pages load several times as fast.
process.env.BACKLOT_APP_PORT = process.env.BACKLOT_BACKEND_PORT;
process.env.BACKLOT_LAB_STACKS = 'true';
if (!process.env.BACKLOT_CONFIG) {
  process.env.BACKLOT_CONFIG = join(
    process.env.BACKLOT_DATA,
    'app-config.yaml',
  );
  // A copy, because a test changes it while Backstage runs.
  copyFileSync(join(__dirname, 'app-config.yaml'), process.env.BACKLOT_CONFIG);
}

/** @returns ports that nobody listens on, found by a child because configuration is synchronous */
function freePorts(count: number): string[] {
  const script = `
    const net = require('node:net');
    const servers = Array.from({ length: ${count} }, () => net.createServer().listen(0, '127.0.0.1'));
    let open = 0;
    servers.forEach(server => server.on('listening', () => {
      if (++open === servers.length) {
        console.log(servers.map(each => each.address().port).join(' '));
        servers.forEach(each => each.close());
      }
    }));`;
  return execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })
    .trim()
    .split(' ');
}

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  existsSync,
);

/** The way of a request, from the form on, and what is asked of one machine. */
const requests = /(form|handOver|request)\.spec\.ts/;

/** Several machines at once, machines that are there already, and what else a request can be. */
const several =
  /(adopt|batch|onBehalf|several|severalCards|stacks|upgrade)\.spec\.ts/;

export default defineConfig({
  testDir: './src',
  // A run begins by emptying it, so runs side by side have each their own.
  outputDir: process.env.BACKLOT_E2E_RESULTS ?? './test-results',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // One Backstage and one lab serve all tests, which build on one another's machines.
  workers: 1,
  fullyParallel: false,
  projects: [
    { name: 'requests', testMatch: requests },
    { name: 'several', testMatch: several },
    { name: 'pages', testIgnore: [requests, several, 'scale.spec.ts'] },
    // Last, because from then on the lab has ten thousand machines.
    { name: 'scale', testMatch: 'scale.spec.ts' },
  ],
  retries: 0,
  forbidOnly: true,
  reporter: [
    ['list'],
    [
      'json',
      {
        outputFile:
          process.env.BACKLOT_E2E_REPORT ?? 'test-results/report.json',
      },
    ],
  ],
  use: {
    baseURL: `http://localhost:${process.env.BACKLOT_APP_PORT}`,
    viewport: { width: 1440, height: 1000 },
    // A film of each test would take as much of the processor as the pages do.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.BACKLOT_CHROMIUM ?? chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  webServer: {
    command: process.env.BACKLOT_E2E_BUILT
      ? 'node .ci/start.mjs'
      : 'npm run --silent build:app && node .ci/start.mjs',
    cwd: '..',
    url: `http://localhost:${process.env.BACKLOT_BACKEND_PORT}/.backstage/health/v1/readiness`,
    timeout: 300_000,
    reuseExistingServer: !process.env.CI,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    stdout: 'pipe',
    stderr: 'pipe',
    env: Object.fromEntries(
      [
        ...names,
        'BACKLOT_APP_PORT',
        'BACKLOT_CONFIG',
        'BACKLOT_DATA',
        'BACKLOT_LAB_STACKS',
      ].map(name => [name, process.env[name]!]),
    ),
  },
});
