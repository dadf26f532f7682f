import { AtlantisServers, ConnectionStep } from '@backlot/atlantis-client';
import { GitForges } from '@backlot/git-forge';
import { NetBoxService } from '@backlot/netbox-client';
import {
  Peer,
  PeerName,
  PeerTestStep,
} from '@backlot/plugin-vm-requests-common';
import { sentences } from '@backlot/backend-common';
import { NotFoundError } from '@backstage/errors';
import { LedgerSettings } from '../ledger/LedgerSettings';

/** Name of a peer that there is one of. */
const onlyOne = 'default';

/** What a client of ours says of a step. */
interface ClientStep {
  name: string;
  title?: string;
  ok: boolean;
  detail?: string;
  error?: string;
  remedy?: string;
}

/**
 * Tests of the connections to the peers, each step by step. They change nothing there.
 *
 * `name` says which of several; only forges and Atlantis servers have names.
 */
export type PeerTests = Record<
  PeerName,
  (options: { name: string; signal: AbortSignal }) => Promise<PeerTestStep[]>
>;

/** What people call the steps of a client that has only short names for them. */
const atlantisTitles: Readonly<Record<ConnectionStep['name'], string>> = {
  reach: 'Atlantis answers',
  version: 'Atlantis is new enough',
  secret: 'Atlantis accepts the API secret',
};

/** The tests that the clients bring, told alike. */
export function createPeerTests(peers: {
  netBox: NetBoxService;
  forges: GitForges;
  servers: AtlantisServers;
}): PeerTests {
  return {
    netbox: async ({ name, signal }) => {
      if (name !== onlyOne) {
        throw new NotFoundError(`There is no NetBox "${name}": there is one`);
      }
      return (await peers.netBox.checkConnection({ signal })).map(
        toPeerTestStep,
      );
    },
    forge: async ({ name, signal }) =>
      (await peers.forges.get(name).checkConnection({ signal })).map(
        toPeerTestStep,
      ),
    atlantis: async ({ name, signal }) =>
      (await peers.servers.get(name).checkConnection({ signal })).map(step =>
        toPeerTestStep({ ...step, title: atlantisTitles[step.name] }),
      ),
  };
}

/** All peers of the configuration, in the order in which a request comes to them. */
export function listPeers(
  peers: { forges: GitForges; servers: AtlantisServers },
  { stacks }: Pick<LedgerSettings, 'stacks'>,
): Peer[] {
  const all = Object.entries(stacks);
  const named = (some: typeof all) =>
    some.map(([name, { title }]) => ({ name, title }));
  const clients = { forge: peers.forges, atlantis: peers.servers };
  return [
    { peer: 'netbox', name: onlyOne, stacks: named(all) },
    ...(['forge', 'atlantis'] as const).flatMap(peer =>
      clients[peer].names.map(name => ({
        peer,
        name,
        stacks: named(all.filter(([, stack]) => stack[peer] === name)),
      })),
    ),
  ];
}

function toPeerTestStep(step: ClientStep): PeerTestStep {
  const name = step.title ?? step.name;
  // What the name says already is not said again.
  const parts = [step.detail, step.error, step.remedy].filter(
    part => part && part !== name,
  );
  return {
    name,
    ok: step.ok,
    // One alone may be no sentence, such as a version.
    detail: parts.length > 1 ? sentences(...parts) : parts[0] ?? '',
  };
}
