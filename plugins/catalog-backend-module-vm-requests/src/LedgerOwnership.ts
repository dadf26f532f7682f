import { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { Machine } from '@backlot/plugin-vm-inventory-common';
import {
  MachineOwnership,
  MachineOwnershipProvider,
} from '@backlot/plugin-vm-inventory-node';
import { LedgerMachine } from '@backlot/plugin-vm-requests-common';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';

function keyOf(source: string, instanceUuid: string): string {
  return `${source}/${instanceUuid.toLowerCase()}`;
}

/** What the catalog is told of a machine that came from a request. */
export function ownershipOf(
  machine: LedgerMachine,
  appUrl: string,
): MachineOwnership {
  const { owner, request, purpose, pullRequestUrl } = machine;
  const requestUrl = `${appUrl.replace(/\/$/, '')}/vm-requests/${request}`;
  return {
    owner,
    request,
    description: purpose.trim() || undefined,
    links: [
      { title: 'Request', url: requestUrl },
      ...(pullRequestUrl === undefined
        ? []
        : [{ title: 'Pull request', url: pullRequestUrl }]),
    ],
  };
}

/** Knows the machines that came from requests. What the ledger said last holds while it is silent. */
export class LedgerOwnership implements MachineOwnershipProvider {
  readonly #ledger: Pick<VmRequestLedger, 'listMachines'>;
  readonly #logger: LoggerService;
  readonly #appUrl: string;
  #known: ReadonlyMap<string, MachineOwnership> | undefined;

  constructor(options: {
    ledger: Pick<VmRequestLedger, 'listMachines'>;
    logger: LoggerService;
    appUrl: string;
  }) {
    this.#ledger = options.ledger;
    this.#logger = options.logger;
    this.#appUrl = options.appUrl;
  }

  async ownershipOf(
    machines: readonly Machine[],
    options: { signal: AbortSignal },
  ): Promise<readonly (MachineOwnership | undefined)[]> {
    const known = await this.#read(options.signal);
    return machines.map(({ source, instanceUuid }) =>
      instanceUuid === undefined
        ? undefined
        : known.get(keyOf(source, instanceUuid)),
    );
  }

  async #read(
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, MachineOwnership>> {
    try {
      const machines = await this.#ledger.listMachines({ signal });
      this.#known = new Map(
        machines.flatMap(machine =>
          machine.instanceUuid === undefined
            ? []
            : [
                [
                  keyOf(machine.source, machine.instanceUuid),
                  ownershipOf(machine, this.#appUrl),
                ],
              ],
        ),
      );
    } catch (error) {
      if (!this.#known || signal.aborted) {
        throw error;
      }
      this.#logger.warn(
        'The ledger of vm-requests does not answer; what it said last of the owners of machines holds',
        isError(error) ? error : undefined,
      );
    }
    return this.#known;
  }
}
