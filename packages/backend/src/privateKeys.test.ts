import { auditorServiceFactory } from '@backstage/backend-defaults/auditor';
import {
  coreServices,
  createServiceFactory,
  RootLoggerService,
} from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import { JsonObject } from '@backstage/types';
import requestActions from '@backlot/plugin-scaffolder-backend-module-vm-requests';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { startCompany } from './__testUtils__/startCompany';

jest.setTimeout(120_000);

const root = resolve(__dirname, '../../..');
const secret = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ';

/** The form's own template, without what runs after its first step. */
function formTemplate(): Entity {
  const path = join(root, 'templates/rhel9-vm/template.yaml');
  const entity = parse(readFileSync(path, 'utf8'));
  return {
    ...entity,
    metadata: {
      ...entity.metadata,
      namespace: 'default',
      annotations: { 'backstage.io/managed-by-location': `file:${path}` },
    },
    spec: { ...entity.spec, steps: entity.spec.steps.slice(0, 1), output: {} },
  };
}

describe('a private key that is sent to the scaffolder’s API', () => {
  const lines: string[] = [];
  let company: Awaited<ReturnType<typeof startCompany>>;
  let task: string;
  let status = 'open';

  beforeAll(async () => {
    const write = (message: string, more?: Error | JsonObject) => {
      lines.push(
        `${message} ${more instanceof Error ? more : JSON.stringify(more)}`,
      );
    };
    const logger: RootLoggerService = {
      debug: write,
      info: write,
      warn: write,
      error: write,
      child: more => {
        write('child', more);
        return logger;
      },
    };
    const { scaffolder }: { scaffolder: JsonObject } = parse(
      readFileSync(join(root, 'app-config.yaml'), 'utf8'),
    );
    company = await startCompany({
      config: { scaffolder },
      entities: [formTemplate()],
      features: [
        createServiceFactory({
          service: coreServices.rootLogger,
          deps: {},
          factory: () => logger,
        }),
        auditorServiceFactory,
        scaffolderPlugin,
        requestActions,
      ],
    });
    const { body } = await company.as.anna.post('/scaffolder/v2/tasks', {
      templateRef: 'template:default/rhel9-vm',
      values: {
        name: 'web01',
        environment: 'development',
        size: 'small',
        place: { source: 'lab', datacenter: 'fra1' },
        network: 'fra1-dev-app',
        template: 'rhel9-2026.11',
        sshPublicKeys: [`-----BEGIN OPENSSH PRIVATE KEY----- ${secret}`],
        owner: 'group:default/team-payments',
        purpose: 'Payment API',
      },
    });
    task = body.id;
    const deadline = Date.now() + 60_000;
    while (['open', 'processing'].includes(status) && Date.now() < deadline) {
      await sleep(100);
      ({
        body: { status },
      } = await company.as.anna.get(`/scaffolder/v2/tasks/${task}`));
    }
  });

  afterAll(() => company.stop());

  it('fails the task', () => {
    expect(status).toBe('failed');
  });

  it('is in its database, for who started the task and the platform team to read', async () => {
    const path = `/scaffolder/v2/tasks/${task}`;
    expect((await company.as.anna.get(path)).text).toContain(secret);
    expect((await company.as.marta.get(path)).text).toContain(secret);
    expect((await company.as.jonas.get(path)).text).not.toContain(secret);
  });

  it('is in no log, the audit log included', () => {
    expect(lines.some(line => line.includes('"actionType":"execution"'))).toBe(
      true,
    );
    expect(lines.filter(line => line.includes(secret))).toEqual([]);
  });

  it('is not in what the task says of itself', async () => {
    const { text } = await company.as.anna.get(
      `/scaffolder/v2/tasks/${task}/events`,
    );
    expect(text).toContain('Beginning step');
    expect(text).not.toContain(secret);
  });
});
