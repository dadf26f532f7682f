import { NotFoundError } from '@backstage/errors';
import { MachineDetails } from '@backlot/plugin-vm-inventory-common';
import { VSphereSourceConfig } from '../config';
import { Exclusion } from '../inventory/Exclusion';
import { ObjectContent } from '../propertyCollector/ObjectContent';
import { VimClient } from '../propertyCollector/VimClient';
import { escapeXml } from '../soap/escapeXml';
import { detailsPaths } from './detailsPaths';
import { machineDetailsOf } from './machineDetailsOf';
import { readSurroundings } from './readSurroundings';
import { SharedSession } from './SharedSession';
import { withoutLeftOut } from './withoutLeftOut';

/**
 * Asks one vCenter for what the inventory does not hold of its machines.
 *
 * @internal
 */
export class MachineDetailsReader {
  readonly #source: string;
  readonly #exclusion: Exclusion;
  readonly #excludes: boolean;
  readonly #session: SharedSession;
  readonly #now: () => number;

  constructor(options: {
    config: Pick<VSphereSourceConfig, 'name' | 'exclude'>;
    session: SharedSession;
    now?: () => number;
  }) {
    const { config, session, now = Date.now } = options;
    const { exclude = {} } = config;
    this.#source = config.name;
    this.#exclusion = new Exclusion(exclude);
    this.#excludes = Object.values(exclude).some(
      patterns => patterns.length > 0,
    );
    this.#session = session;
    this.#now = now;
  }

  /**
   * @throws NotFoundError when there is no such machine, or configuration leaves it out
   * @throws ServiceUnavailableError when vCenter does not answer, or refuses
   */
  async read(
    id: string,
    { signal }: { signal: AbortSignal },
  ): Promise<MachineDetails> {
    const details = await this.#session.use(
      `the machine '${id}'`,
      client => this.#ask(client, id, signal),
      { signal },
    );
    if (!details) {
      throw new NotFoundError(
        `vCenter '${
          this.#source
        }' has no machine '${id}'. If it was deleted a moment ago, the inventory will show so soon.`,
      );
    }
    return details;
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
