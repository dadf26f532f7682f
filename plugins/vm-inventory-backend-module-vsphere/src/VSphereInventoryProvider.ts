import { createHash } from 'node:crypto';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  MachineDetails,
  Network,
  NetworkMacAddresses,
} from '@backlot/plugin-vm-inventory-common';
import {
  ConnectionStep,
  InventoryProvider,
  InventorySink,
  MachineOperations,
} from '@backlot/plugin-vm-inventory-node';
import { VSphereSourceConfig } from './config';
import { MacAddressesReader } from './details/MacAddressesReader';
import { MachineDetailsReader } from './details/MachineDetailsReader';
import { SharedSession } from './details/SharedSession';
import { endSession } from './endSession';
import { VSphereOperations } from './operations/VSphereOperations';
import { testConnection } from './testConnection';
import { InventoryFollower } from './inventory/InventoryFollower';
import { VimClient } from './propertyCollector/VimClient';
import { SoapClient } from './soap/SoapClient';

/**
 * Collects the inventory of one vCenter over the vim25 SOAP API.
 *
 * @public
 */
export class VSphereInventoryProvider implements InventoryProvider {
  readonly source: string;
  readonly title: string;
  readonly type = 'vsphere';
  readonly accountDigest: string;
  readonly #config: VSphereSourceConfig;
  readonly #logger: LoggerService;
  readonly #now: () => number;
  /**
   * Another than the one for collecting, which goes on undisturbed; replicas that do not collect can
   * be asked, too.
   */
  readonly #session: SharedSession;
  readonly #details: MachineDetailsReader;
  readonly #macAddresses: MacAddressesReader;
  /** Signed in with the account that may write. */
  readonly #operatorSession: SharedSession;
  readonly operations: MachineOperations;

  constructor(options: {
    config: VSphereSourceConfig;
    logger: LoggerService;
    /** Milliseconds; the clock of full passes. */
    now?: () => number;
  }) {
    const { config, logger } = options;
    this.source = config.name;
    this.title = config.title;
    // What is left out counts, too: what another configuration shows is another inventory.
    this.accountDigest = createHash('sha256')
      .update(JSON.stringify([config.url, config.username, config.exclude]))
      .digest('hex')
      .slice(0, 16);
    this.#config = config;
    this.#logger = logger.child({ source: config.name });
    this.#now = options.now ?? Date.now;
    this.#session = new SharedSession({
      source: config.name,
      username: config.username,
      password: config.password,
      connect: () => this.#connect(),
      logger: this.#logger,
    });
    this.#details = new MachineDetailsReader({
      config,
      session: this.#session,
    });
    this.#macAddresses = new MacAddressesReader({ session: this.#session });
    this.#operatorSession = new SharedSession({
      source: config.name,
      username: config.operator?.username ?? '',
      password: config.operator?.password ?? '',
      configuredAt: 'operator of the source in vmInventory.vsphere.sources',
      connect: () => this.#connect(),
      logger: this.#logger,
    });
    this.operations = new VSphereOperations({
      config,
      session: this.#operatorSession,
      readingSession: this.#session,
    });
    if (config.tls.insecure) {
      this.#logger.warn(
        `The certificate of vCenter '${config.name}' is not verified: vmInventory.vsphere.sources has tls.insecure. Name its certificate authority with tls.ca instead.`,
      );
    }
  }

  async run(
    sink: InventorySink,
    { signal }: { signal: AbortSignal },
  ): Promise<void> {
    const client = this.#connect();
    let signedIn = false;
    try {
      await client.login(this.#config.username, this.#config.password, {
        signal,
      });
      signedIn = true;
      await new InventoryFollower({
        source: this.source,
        client,
        sink,
        signal,
        maxWaitSeconds: this.#config.maxWaitSeconds,
        fullPassMs: this.#config.fullPassMs,
        exclude: this.#config.exclude,
        now: this.#now,
      }).run();
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    } finally {
      const ended = this.#end(client, signedIn);
      // Who was told to end waits; what failed is to be known at once.
      if (signal.aborted) {
        await ended;
      }
    }
  }

  async #end(client: VimClient, signedIn: boolean): Promise<void> {
    if (signedIn) {
      await endSession(client, this.#logger);
    }
    await client.close();
  }

  async *test(options: { signal: AbortSignal }): AsyncIterable<ConnectionStep> {
    yield* testConnection(this.#config, () => this.#connect(), options);
  }

  async machineDetails(
    id: string,
    options: { signal: AbortSignal },
  ): Promise<MachineDetails> {
    return this.#details.read(id, options);
  }

  async listMacAddresses(
    network: Network,
    options: { signal: AbortSignal },
  ): Promise<NetworkMacAddresses> {
    return this.#macAddresses.read(network, options);
  }

  /** Ends the sessions that are asked for single objects, and that machines are changed with. */
  async close(): Promise<void> {
    await Promise.all([this.#session.close(), this.#operatorSession.close()]);
  }

  #connect(): VimClient {
    return new VimClient(
      new SoapClient({
        source: this.source,
        url: this.#config.url,
        ca: this.#config.tls.ca,
        insecure: this.#config.tls.insecure,
        timeoutMs: this.#config.timeoutMs,
      }),
    );
  }
}
