import { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { MachineDetails } from '@backlot/plugin-vm-inventory-common';
import { VSphereSourceConfig } from '../config';
import { Exclusion } from '../inventory/Exclusion';
import { ObjectContent } from '../propertyCollector/ObjectContent';
import { VimClient } from '../propertyCollector/VimClient';
import { escapeXml } from '../soap/escapeXml';
import { VimFault } from '../soap/VimFault';
import { detailsPaths } from './detailsPaths';
import { machineDetailsOf } from './machineDetailsOf';
import { readSurroundings } from './readSurroundings';
import { SharedSession } from './SharedSession';
import { withoutLeftOut } from './withoutLeftOut';

const IDLE_MS = 5 * 60_000;
const REFUSED_MS = 60_000;

/**
 * Asks one vCenter for what the inventory does not hold of its machines, in a session of its own:
 * collecting goes on undisturbed, and replicas that do not collect can be asked.
 *
 * @internal
 */
export class MachineDetailsReader {
  readonly #config: VSphereSourceConfig;
  readonly #exclusion: Exclusion;
  readonly #excludes: boolean;
  readonly #session: SharedSession;
  readonly #now: () => number;

  constructor(options: {
    config: VSphereSourceConfig;
    logger: LoggerService;
    connect: () => VimClient;
    idleMs?: number;
    now?: () => number;
  }) {
    const { config, logger, connect, idleMs = IDLE_MS } = options;
    const { now = Date.now } = options;
    this.#config = config;
    const exclude = config.exclude ?? {};
    this.#exclusion = new Exclusion(exclude);
    this.#excludes = Object.values(exclude).some(
      patterns => patterns.length > 0,
    );
    this.#now = now;
    this.#session = new SharedSession({
      source: config.name,
      username: config.username,
      password: config.password,
      connect,
      logger,
      idleMs,
      refusedMs: REFUSED_MS,
      now,
    });
  }

  /**
   * @throws NotFoundError when there is no such machine, or configuration leaves it out
   * @throws ServiceUnavailableError when vCenter does not answer, or refuses
   */
  async read(
    id: string,
    { signal }: { signal: AbortSignal },
  ): Promise<MachineDetails> {
    const { name } = this.#config;
    let details: MachineDetails | undefined;
    try {
      details = await this.#session.use(
        client => this.#ask(client, id, signal),
        { signal },
      );
    } catch (error) {
      if (error instanceof VimFault) {
        throw new ServiceUnavailableError(
          `vCenter '${name}' was asked for the machine '${id}'. ${
            error.message
          }. ${remedyOf(error)}`,
          error,
        );
      }
      throw error;
    }
    if (!details) {
      throw new NotFoundError(
        `vCenter '${name}' has no machine '${id}'. If it was deleted a moment ago, the inventory will show so soon.`,
      );
    }
    return details;
  }

  async close(): Promise<void> {
    await this.#session.close();
  }

  async #ask(
    client: VimClient,
    id: string,
    signal: AbortSignal,
  ): Promise<MachineDetails | undefined> {
    const machine = await readMachine(client, id, detailsPaths, signal);
    const asOf = new Date(this.#now()).toISOString();
    if (!machine) {
      return undefined;
    }
    const details = machineDetailsOf(machine, asOf);
    if (!this.#excludes) {
      return details;
    }
    const around = await readSurroundings(client, machine, signal);
    // What cannot be judged is left out.
    const isLeftOut = (ref: string) => {
      const object = around.get(ref);
      return !object || this.#exclusion.reasonFor(object, around) !== undefined;
    };
    return isLeftOut(machine.ref.value)
      ? undefined
      : withoutLeftOut(details, isLeftOut);
  }
}

async function readMachine(
  client: VimClient,
  id: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ObjectContent | undefined> {
  const [machine] = await client.retrieveObjects(
    'VirtualMachine',
    [escapeXml(id)],
    paths,
    { signal },
  );
  if (!machine) {
    // A session that was lost can look like a machine that is not there: this fails without one.
    await client.currentTime({ signal });
  }
  return machine;
}

function remedyOf({ faultType }: VimFault): string {
  return faultType === 'InvalidLogin'
    ? 'Check user name and password in vmInventory.vsphere.sources, and whether the account is locked; they are tried again in a minute.'
    : 'Test the connection on the sources page.';
}
