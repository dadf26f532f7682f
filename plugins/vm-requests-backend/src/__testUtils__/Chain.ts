import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';
import { parse } from 'yaml';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import {
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import {
  SignalPayload,
  signalsServiceRef,
} from '@backstage/plugin-signals-node';
import { GitForge, GiteaForge } from '@backlot/git-forge';
import { Lab, startLab } from '@backlot/lab';
import { NetBoxClient } from '@backlot/netbox-client';
import atlantisActions from '@backlot/plugin-scaffolder-backend-module-atlantis';
import netBoxActions from '@backlot/plugin-scaffolder-backend-module-netbox';
import terraformActions from '@backlot/plugin-scaffolder-backend-module-terraform';
import inventoryActions from '@backlot/plugin-scaffolder-backend-module-vm-inventory';
import requestActions from '@backlot/plugin-scaffolder-backend-module-vm-requests';
import inventoryPlugin from '@backlot/plugin-vm-inventory-backend';
import vspherePlugin from '@backlot/plugin-vm-inventory-backend-module-vsphere';
import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { vmRequestOperationsExtensionPoint } from '@backlot/plugin-vm-requests-node';
import { vmRequestsPlugin } from '../plugin';
import { chainConfig } from './chainConfig';
import { anna, approvers, payments, priya, publicKey } from './company';
import { rememberingAuth } from './rememberingAuth';
import { Forwarder, startForwarder } from './startForwarder';
import { OtherStack, startOtherStack } from './startOtherStack';
import { throttleOperation } from './throttleOperation';

const templates = join(__dirname, '../../../../templates');
const lookEveryMs = 100;

function template(name: string, file = `${name}/template.yaml`): Entity {
  const path = join(templates, file);
  const entity: Entity = parse(readFileSync(path, 'utf8'));
  entity.metadata.namespace = 'default';
  entity.metadata.annotations = {
    'backstage.io/managed-by-location': `file:${path}`,
  };
  return entity;
}

function person(ref: string, group: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: ref.split('/')[1], namespace: 'default' },
    relations: [{ type: 'memberOf', targetRef: group }],
  };
}

const throttleModule = createBackendModule({
  pluginId: 'vm-requests',
  moduleId: 'throttle',
  register(env) {
    env.registerInit({
      deps: { operations: vmRequestOperationsExtensionPoint },
      async init({ operations }) {
        operations.addOperation(throttleOperation);
      },
    });
  },
});

/** A lab, and a backend that works with it: ledger, inventory, scaffolder and their actions. */
export class Chain {
  readonly lab: Lab;
  readonly netBox: NetBoxClient;
  readonly forge: GitForge;
  /** Where there are two stacks. */
  readonly other: OtherStack | undefined;
  /** All that was sent to open pages. */
  readonly signals: SignalPayload[] = [];
  readonly #forwarder: Forwarder;
  readonly #database: string;
  #backend!: TestBackend;

  static async start(
    directory: ReturnType<typeof createMockDirectory>,
    options: { twoStacks?: boolean } = {},
  ): Promise<Chain> {
    const forwarder = await startForwarder();
    const infrastructure = join(templates, 'infrastructure');
    const lab = await startLab({
      infrastructure,
      backstage: {
        url: forwarder.url,
        gateToken: mockCredentials.service.token(),
      },
      pace: { netbox: false, terraformLine: 0 },
    });
    const chain = new Chain({
      lab,
      forwarder,
      database: directory.resolve('database'),
      other: options.twoStacks
        ? await startOtherStack(lab, {
            infrastructure,
            backstageUrl: forwarder.url,
          })
        : undefined,
    });
    await chain.startBackend();
    await chain.untilLive();
    return chain;
  }

  private constructor(parts: {
    lab: Lab;
    forwarder: Forwarder;
    database: string;
    other: OtherStack | undefined;
  }) {
    const { lab } = parts;
    this.lab = lab;
    this.other = parts.other;
    this.#forwarder = parts.forwarder;
    this.#database = parts.database;
    this.netBox = new NetBoxClient({
      url: lab.netbox.url,
      token: lab.credentials.netbox.token,
    });
    this.forge = new GiteaForge({
      type: 'gitea',
      url: lab.forge.url,
      token: lab.credentials.forge.token,
      timeoutMs: 10_000,
      mergeTimeoutMs: 10_000,
      repositories: ['platform/infrastructure'],
    });
  }

  /** @param makes - what of `vmRequests` is otherwise than before */
  async startBackend(makes: JsonObject = {}): Promise<void> {
    const { vmRequests, ...config } = chainConfig(
      this.lab,
      this.#database,
      this.other,
    );
    this.#backend = await startTestBackend({
      features: [
        mockServices.rootConfig.factory({
          data: {
            ...config,
            vmRequests: { ...(vmRequests as JsonObject), ...makes },
          },
        }),
        mockServices.database.factory(),
        mockServices.userInfo.factory(),
        createServiceFactory({
          service: signalsServiceRef,
          deps: {},
          factory: () => ({
            publish: async signal => {
              this.signals.push(signal);
            },
          }),
        }),
        rememberingAuth,
        httpAuthServiceFactory,
        catalogServiceMock.factory({
          entities: [
            template('rhel9-vm'),
            template('rhel9-vm-apply'),
            template('vm-adopt', 'rhel9-vm/adopt.yaml'),
            template('ubuntu-vm-adopt', 'ubuntu-vm/adopt.yaml'),
            template('windows-vm-adopt', 'windows-vm/adopt.yaml'),
            template('vm-resize'),
            template('vm-rebuild'),
            template('vm-upgrade'),
            template('vm-extend'),
            template('vm-transfer'),
            template('vm-decommission'),
            person(anna, payments),
            person(priya, approvers),
          ],
        }),
        scaffolderPlugin,
        inventoryActions,
        netBoxActions,
        terraformActions,
        atlantisActions,
        requestActions,
        inventoryPlugin,
        vspherePlugin,
        vmRequestsPlugin,
        throttleModule,
      ],
    });
    this.#forwarder.forwardTo(this.#backend.server.port());
  }

  async stopBackend(): Promise<void> {
    await this.#backend.stop();
  }

  async close(): Promise<void> {
    await this.stopBackend();
    await this.forge.close();
    await this.netBox.close();
    await this.other?.close();
    await this.lab.close();
    this.#forwarder.close();
  }

  get(path: string, user: string = anna) {
    return request(this.#backend.server)
      .get(`/api${path}`)
      .set('authorization', mockCredentials.user.header(user));
  }

  post(path: string, body: object, user: string = anna) {
    return request(this.#backend.server)
      .post(`/api${path}`)
      .set('authorization', mockCredentials.user.header(user))
      .send(body);
  }

  /** What the form of the template is filled with. */
  values(name: string) {
    return {
      name,
      environment: 'development',
      size: 'small',
      place: { source: 'lab', datacenter: 'fra1' },
      network: 'fra1-dev-app',
      template: 'rhel9-2026.11',
      sshPublicKeys: [publicKey],
      owner: payments,
      purpose: 'Payment API',
    };
  }

  /** Presses Create. */
  async create(name: string): Promise<string> {
    return this.startTask('rhel9-vm', this.values(name));
  }

  async startTask(name: string, values: object): Promise<string> {
    const { status, body } = await this.post('/scaffolder/v2/tasks', {
      templateRef: `template:default/${name}`,
      values,
    });
    if (status !== 201) {
      throw new Error(`The task was not started: ${JSON.stringify(body)}`);
    }
    return body.id;
  }

  /** What a task ended as, once it has. */
  async endOfTask(task: string): Promise<string> {
    return this.until(async () => {
      const { body } = await this.get(`/scaffolder/v2/tasks/${task}`);
      return ['failed', 'completed', 'cancelled'].includes(body.status)
        ? body.status
        : undefined;
    });
  }

  async requestOf(task: string): Promise<VmRequest | undefined> {
    const { body } = await this.get(`/vm-requests/v1/requests?task=${task}`);
    const id = body.items[0]?.id;
    return id && (await this.get(`/vm-requests/v1/requests/${id}`)).body;
  }

  /** The request of a task, once it is as it should be. */
  async requestWhen(
    task: string,
    ready: (request: VmRequest) => boolean,
  ): Promise<VmRequest> {
    return this.until(async () => {
      const found = await this.requestOf(task);
      if (!found) {
        await this.#expectGoesOn(task);
      }
      return found && ready(found) ? found : undefined;
    });
  }

  /** @throws Error with what a task printed, when it has failed before it opened its request */
  async #expectGoesOn(task: string): Promise<void> {
    const path = `/scaffolder/v2/tasks/${task}`;
    const {
      body: { status },
    } = await this.get(path);
    if (status === 'failed' && !(await this.requestOf(task))) {
      const events: { body: { message: string } }[] = (
        await this.get(`${path}/events`)
      ).body;
      throw new Error(
        `Task ${task} failed: ${events
          .map(({ body: { message } }) => message)
          .filter(message => /error/i.test(message))
          .join('\n')}`,
      );
    }
  }

  async approve(planned: VmRequest): Promise<void> {
    const { status, body } = await this.post(
      `/vm-requests/v1/requests/${planned.id}/approve`,
      { digest: planned.plan!.digest },
      priya,
    );
    if (status !== 200) {
      throw new Error(`It was not approved: ${JSON.stringify(body)}`);
    }
  }

  /** Waits for the inventory's first load. */
  async untilLive(): Promise<void> {
    await this.until(async () => {
      const { body } = await this.get('/vm-inventory/v1/sources');
      return body.items?.[0]?.state === 'live' || undefined;
    });
  }

  async until<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      const seen = await look();
      if (seen !== undefined) {
        return seen;
      }
      await sleep(lookEveryMs);
    }
  }
}
