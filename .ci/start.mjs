// Starts the lab and Backstage, and says where to go: `npm start`.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, watchFile } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);

if (!process.execArgv.some(argument => argument.includes('nodeTransform'))) {
  // The lab is TypeScript, which Backstage's own transform reads.
  const child = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      fileURLToPath(import.meta.url),
    ],
    { cwd: root, stdio: 'inherit' },
  );
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', code => process.exit(code ?? 1));
} else {
  await start();
}

async function start() {
  const begun = Date.now();
  const { startLab } = require('@backlot/lab');
  const infrastructure = join(root, 'templates', 'infrastructure');
  const appPort = process.env.BACKLOT_APP_PORT ?? '3000';
  const backendPort = process.env.BACKLOT_BACKEND_PORT ?? '7007';
  const data = process.env.BACKLOT_DATA ?? join(root, '.data');
  const port = (name, fallback) => Number(process.env[name] ?? fallback);

  const withStacks = process.env.BACKLOT_LAB_STACKS === 'true';
  const ownConfig = process.env.BACKLOT_CONFIG;

  // As without --config, one's own app-config.local.yaml comes after those of the repository.
  const configs = [
    'app-config.yaml',
    'app-config.lab.yaml',
    ...(withStacks ? ['app-config.lab-stacks.yaml'] : []),
    'app-config.local.yaml',
    ...(ownConfig ? [ownConfig] : []),
  ]
    .map(config => resolve(root, config))
    .filter(config => existsSync(config));

  const lab = await startLab({
    directory: join(data, 'lab'),
    infrastructure,
    ports: {
      vcenter: port('BACKLOT_LAB_VCENTER_PORT', 8181),
      netbox: port('BACKLOT_LAB_NETBOX_PORT', 8182),
      forge: port('BACKLOT_LAB_FORGE_PORT', 8183),
      atlantis: port('BACKLOT_LAB_ATLANTIS_PORT', 8184),
      control: port('BACKLOT_LAB_CONTROL_PORT', 8185),
    },
    backstage: { url: `http://127.0.0.1:${backendPort}` },
  });
  const payments = withStacks
    ? await startPayments(lab, {
        directory: join(data, 'lab', 'payments'),
        infrastructure,
        ports: {
          forge: port('BACKLOT_LAB_PAYMENTS_FORGE_PORT', 8186),
          atlantis: port('BACKLOT_LAB_PAYMENTS_ATLANTIS_PORT', 8187),
        },
        backstageUrl: `http://127.0.0.1:${backendPort}`,
      })
    : undefined;
  console.log(
    [
      'The lab is up:',
      `  vCenter   ${lab.vcenter.url}`,
      `  NetBox    ${lab.netbox.url}`,
      `  Gitea     ${lab.forge.url}`,
      `  Atlantis  ${lab.atlantis.url}`,
      `  faults    ${lab.control.url}/faults`,
      ...(payments
        ? [
            `  Gitea     ${payments.forge.url} of the stack "payments"`,
            `  Atlantis  ${payments.atlantis.url} of the stack "payments"`,
          ]
        : []),
    ].join('\n'),
  );

  const backstage = spawn(
    process.execPath,
    [
      require.resolve('@backstage/cli/bin/backstage-cli'),
      ...['repo', 'start'],
      // At one port, the backend serves the app that was built.
      ...(appPort === backendPort ? ['backend'] : []),
      ...configs.flatMap(config => ['--config', config]),
    ],
    {
      cwd: root,
      stdio: ['pipe', 'inherit', 'inherit'],
      // A group of its own, so that all of it can be ended together.
      detached: true,
      env: {
        ...process.env,
        BACKLOT_DATA: data,
        BACKLOT_APP_PORT: appPort,
        BACKLOT_BACKEND_PORT: backendPort,
        BACKLOT_GATE_TOKEN: lab.credentials.gateToken,
        LAB_VCENTER_URL: lab.vcenter.url,
        LAB_VCENTER_CA: lab.vcenter.ca,
        LAB_VCENTER_USERNAME: lab.vcenter.reader.username,
        LAB_VCENTER_PASSWORD: lab.vcenter.reader.password,
        LAB_VCENTER_OPERATOR_USERNAME: lab.vcenter.operator.username,
        LAB_VCENTER_OPERATOR_PASSWORD: lab.vcenter.operator.password,
        LAB_NETBOX_URL: lab.netbox.url,
        LAB_NETBOX_TOKEN: lab.netbox.token,
        LAB_FORGE_URL: lab.forge.url,
        LAB_FORGE_TOKEN: lab.forge.token,
        LAB_ATLANTIS_URL: lab.atlantis.url,
        LAB_ATLANTIS_SECRET: lab.atlantis.apiSecret,
        ...payments?.env,
      },
    },
  );
  // At each line of its input, Backstage's CLI starts the backend anew.
  process.stdin.pipe(backstage.stdin, { end: false });
  if (ownConfig) {
    watchFile(ownConfig, { interval: 500 }, () => backstage.stdin.write('\n'));
  }

  let ending = false;
  const end = async code => {
    if (ending) {
      return;
    }
    ending = true;
    try {
      process.kill(-backstage.pid, 'SIGTERM');
    } catch (error) {
      if (error.code !== 'ESRCH') {
        throw error;
      }
    }
    await payments?.close();
    await lab.close();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => end(0));
  }
  backstage.on('exit', code => end(code ?? 1));

  await Promise.all([
    answers(`http://localhost:${appPort}/`),
    answers(`http://localhost:${backendPort}/.backstage/health/v1/readiness`),
  ]);
  const seconds = Math.round((Date.now() - begun) / 1000);
  console.log(
    `\n  Backlot is ready after ${seconds} s: open http://localhost:${appPort} and choose whom to be.\n`,
  );
}

// The forge and the Atlantis of a second stack, which makes machines in the same vCenter.
async function startPayments(lab, options) {
  const { FaultSwitches, startAtlantis, startForge } = require('@backlot/lab');
  const { directory, infrastructure, ports, backstageUrl } = options;
  const [token, atlantisToken, apiSecret, gateToken] = Array.from(
    { length: 4 },
    () => randomBytes(20).toString('hex'),
  );
  const common = { company: lab.company, faults: new FaultSwitches() };
  const forge = await startForge({
    ...common,
    port: ports.forge,
    directory: join(directory, 'forge'),
    token,
    atlantisToken,
    seedDirectory: infrastructure,
  });
  const atlantis = await startAtlantis({
    ...common,
    port: ports.atlantis,
    directory: join(directory, 'atlantis'),
    forge,
    machines: lab.vcenter.machines,
    apiSecret,
    gate: { url: backstageUrl, token: gateToken },
  });
  return {
    forge,
    atlantis,
    env: {
      BACKLOT_PAYMENTS_GATE_TOKEN: gateToken,
      LAB_PAYMENTS_FORGE_URL: forge.url,
      LAB_PAYMENTS_FORGE_TOKEN: token,
      LAB_PAYMENTS_ATLANTIS_URL: atlantis.url,
      LAB_PAYMENTS_ATLANTIS_SECRET: apiSecret,
    },
    async close() {
      await atlantis.close();
      await forge.close();
    },
  };
}

async function answers(url) {
  for (;;) {
    try {
      const response = await fetch(url);
      await response.arrayBuffer();
      if (response.ok) {
        return;
      }
    } catch {
      // It is not up yet.
    }
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}
