import { ConfigSources, loadConfigSchema } from '@backstage/config-loader';
import { JsonValue } from '@backstage/types';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const root = resolve(__dirname, '../../..');

jest.setTimeout(120_000);

/** What the files take from the environment; each value can be told. */
function environmentOf(...files: string[]): Record<string, string> {
  const names = files.flatMap(file => [
    ...readFileSync(join(root, file), 'utf8').matchAll(/\$\{([A-Z_]+)/g),
  ]);
  return {
    ...Object.fromEntries(names.map(([, name]) => [name, `from-${name}`])),
    VCENTER_CA_FILE: './LICENSE',
    BASE_URL: 'https://backstage.example.com',
  };
}

/** As Backstage reads files that `--config` names. */
async function load(...files: string[]) {
  const config = await ConfigSources.toConfig(
    ConfigSources.default({
      argv: files.flatMap(file => ['--config', join(root, file)]),
      rootDir: root,
      substitutionFunc: async name => environmentOf(...files)[name],
      watch: false,
    }),
  );
  const data = config.get<Record<string, JsonValue>>();
  config.close();
  return { config, data };
}

/** Each value with the way to it, e.g. `backend.csp.connect-src[0]`. */
function leavesOf(
  value: JsonValue | undefined,
  path = '',
): [string, unknown][] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => leavesOf(item, `${path}[${index}]`));
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, item]) =>
        leavesOf(item, path ? `${path}.${key}` : key),
      )
    : [[path, value]];
}

/** What the lab happens to have in common with production. */
const common = [
  /^backend\.csp\.connect-src\[0\]$/,
  /^gitForge\.type$/,
  /^atlantis\.forgeType$/,
  /^terraformRender\.backend\.type$/,
  /^vmRequests\.provider\./,
  // Those of the starter's modules and templates.
  /^vmRequests\.blueprints\./,
  /^catalog\.locations\[\d+\]\.(type|rules)/,
];

describe('app-config.production.yaml over app-config.yaml', () => {
  it('has nothing of the lab', async () => {
    const { data } = await load(
      'app-config.yaml',
      'app-config.production.yaml',
    );
    const lab: JsonValue = parse(
      readFileSync(join(root, 'app-config.lab.yaml'), 'utf8'),
      { merge: true },
    );
    const production = new Map(leavesOf(data));

    expect(
      leavesOf(lab)
        .filter(([path, value]) => production.get(path) === value)
        .map(([path]) => path)
        .filter(path => !common.some(each => each.test(path))),
    ).toEqual([]);
    expect(JSON.stringify(data)).not.toMatch(
      /\blab\b|LAB_|acme|localhost|127\.0\.0\.1/i,
    );
    expect(data.vmInventory).not.toHaveProperty('labCapacityPast');
  });

  it('lets nobody in by itself, and pages call nobody else', async () => {
    const { config } = await load(
      'app-config.yaml',
      'app-config.production.yaml',
    );

    expect(config.get('auth')).toEqual({
      environment: 'production',
      providers: {},
    });
    expect(config.getBoolean('permission.enabled')).toBe(true);
    expect(config.get('backend.csp')).toEqual({ 'connect-src': ["'self'"] });
    expect(config.getString('backend.cors.origin')).toBe(
      'https://backstage.example.com',
    );
    expect(config.get('backend.auth.externalAccess')).toEqual([
      {
        type: 'static',
        options: {
          token: 'from-BACKLOT_GATE_TOKEN',
          subject: 'atlantis-gate',
        },
        accessRestrictions: [
          { plugin: 'vm-requests', permission: 'vm-requests.gate.use' },
        ],
      },
    ]);
  });

  it('keeps data in PostgreSQL and Redis, and states where it is told', async () => {
    const { config } = await load(
      'app-config.yaml',
      'app-config.production.yaml',
    );

    expect(config.getString('backend.database.client')).toBe('pg');
    expect(config.getString('backend.cache.store')).toBe('redis');
    expect(config.get('terraformRender.backend.config')).toEqual({
      bucket: 'from-TERRAFORM_STATE_BUCKET',
      region: 'from-TERRAFORM_STATE_REGION',
    });
  });

  it('verifies certificates, and holds no secret', async () => {
    const { data } = await load(
      'app-config.yaml',
      'app-config.production.yaml',
    );
    const leaves = leavesOf(data);

    expect(leaves.filter(([path]) => /insecure/i.test(path))).toEqual([]);
    const secrets = leaves.filter(([path]) =>
      /(token|secret|password|apiSecret)$/i.test(path),
    );
    expect(secrets.length).toBeGreaterThan(4);
    for (const [path, value] of secrets) {
      expect([path, value]).toEqual([path, expect.stringMatching(/^from-/)]);
    }
  });

  it('keeps what people typed out of the scaffolder’s audit log', async () => {
    const { config } = await load(
      'app-config.yaml',
      'app-config.production.yaml',
    );
    expect(config.getNumber('scaffolder.auditor.taskParameterMaxLength')).toBe(
      0,
    );
  });

  it('is as the schemas of all plugins want it, and so is the lab’s', async () => {
    const schema = await loadConfigSchema({
      dependencies: ['backend', 'app'],
      packagePaths: [join(root, 'package.json')],
    });
    for (const name of ['production', 'lab']) {
      const { data } = await load('app-config.yaml', `app-config.${name}.yaml`);
      expect(() => schema.process([{ context: name, data }])).not.toThrow();
    }
  });

  it('says in its comments no more than there is', () => {
    const files = readdirSync(root).filter(file => /^app-config/.test(file));
    for (const file of files) {
      const text = readFileSync(join(root, file), 'utf8');
      for (const [path] of text.matchAll(/\b(docs|packages)\/[\w./-]*\w/g)) {
        expect([file, path, existsSync(join(root, path))]).toEqual([
          file,
          path,
          true,
        ]);
      }
    }
  });
});
