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

const templatePath = join(root, 'templates/rhel9-vm/template.yaml');

/** The form's own template, without what runs after the request is opened. */
function formTemplate(): Entity {
  const path = templatePath;
  const entity = parse(readFileSync(path, 'utf8'));
  return {
    ...entity,
    metadata: {
      ...entity.metadata,
      namespace: 'default',
      annotations: { 'backstage.io/managed-by-location': `file:${path}` },
    },
    spec: {
      ...entity.spec,
      steps: entity.spec.steps.filter(
        ({ id }: { id: string }) => id === 'open',
      ),
      output: {},
    },
  };
}

/** The same as somebody may have it who took the patterns out. */
function templateWithoutPatterns(): Entity {
  const entity = formTemplate();
  return {
    ...entity,
    metadata: { ...entity.metadata, name: 'without-patterns' },
    spec: JSON.parse(
      JSON.stringify(entity.spec, (key, value) =>
        key === 'pattern' && typeof value === 'string' ? undefined : value,
      ),
    ),
  };
}

describe('a private key that is sent to the scaffolder’s API', () => {
  const lines: string[] = [];
  let company: Awaited<ReturnType<typeof startCompany>>;
  let refused: { status: number; tasks: string };
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
      entities: [formTemplate(), templateWithoutPatterns()],
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
    const send = (template: string) =>
      company.as.anna.post('/scaffolder/v2/tasks', {
        templateRef: `template:default/${template}`,
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
    const { status: answered } = await send('rhel9-vm');
    const { text } = await company.as.marta.get('/scaffolder/v2/tasks');
    refused = { status: answered, tasks: text };
    const { body } = await send('without-patterns');
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

  it('is refused by the patterns of the example’s template, and not kept', () => {
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.tasks)).toEqual(
      expect.objectContaining({ tasks: [] }),
    );
  });

  it('fails the task of a template without them', () => {
    expect(status).toBe('failed');
  });

  it('is in its database then, for who started the task and the platform team to read', async () => {
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
