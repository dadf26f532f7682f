import { AtlantisClient, ConnectionStep } from '@backlot/atlantis-client';
import { GitForge } from '@backlot/git-forge';
import { NetBoxService } from '@backlot/netbox-client';
import { PeerName, PeerTestStep } from '@backlot/plugin-vm-requests-common';
import { sentences } from '@backlot/backend-common';

/** What a client of ours says of a step. */
interface ClientStep {
  name: string;
  title?: string;
  ok: boolean;
  detail?: string;
  error?: string;
  remedy?: string;
}

/** Tests of the connections to the peers, each step by step. They change nothing there. */
export type PeerTests = Record<
  PeerName,
  (options: { signal: AbortSignal }) => Promise<PeerTestStep[]>
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
  forge: GitForge;
  atlantis: AtlantisClient;
}): PeerTests {
  return {
    netbox: async options =>
      (await peers.netBox.checkConnection(options)).map(toPeerTestStep),
    forge: async options =>
      (await peers.forge.checkConnection(options)).map(toPeerTestStep),
    atlantis: async options =>
      (await peers.atlantis.checkConnection(options)).map(step =>
        toPeerTestStep({ ...step, title: atlantisTitles[step.name] }),
      ),
  };
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
