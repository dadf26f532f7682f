import { Cluster, Datastore } from '../objects';
import { Reservation } from '../reservations';
import {
  judgeCluster,
  judgeDatastore,
  PlacementCircumstances,
} from './judgeCandidates';
import { Placement, PlacementReason, PlacementRequest } from './Placement';
import { PlacementInventory } from './PlacementInventory';
import { defaultPlacementPolicy, PlacementPolicy } from './PlacementPolicy';
import { byName, resolveRequest } from './resolveRequest';

/**
 * A place, or why each candidate is none.
 *
 * @public
 */
export type PlacementDecision =
  | { fits: true; placement: Placement }
  | { fits: false; reasons: PlacementReason[] };

interface Candidate {
  cluster: Cluster;
  datastore: Datastore;
  clusterLeft: number;
  datastoreLeft: number;
}

/**
 * Chooses where a machine goes: of the clusters that are allowed and have room, the one of which
 * most is left afterwards; of the datastores that its hosts share, the one with most space left.
 * The same input always gets the same answer.
 *
 * @param reservations - what is kept for others; a reservation that is being made again is not
 * among them
 * @param options - `keep` is the place that an earlier choice fell on: taken again if it still fits
 * @throws InputError when the request names something that does not exist, or asks for less disk
 * than the template has
 * @public
 */
export function choosePlacement(
  inventory: PlacementInventory,
  request: PlacementRequest,
  reservations: readonly Reservation[],
  options: {
    policy?: PlacementPolicy;
    keep?: { cluster: string; datastore: string };
  } = {},
): PlacementDecision {
  const { policy = defaultPlacementPolicy, keep } = options;
  const asked = resolveRequest(inventory, request);
  const circumstances = { inventory, request, asked, reservations, policy };
  const { candidates, reasons } = judge(circumstances);
  const chosen =
    candidates.find(
      ({ cluster, datastore }) =>
        cluster.id === keep?.cluster && datastore.id === keep.datastore,
    ) ?? candidates.sort(byRoomLeft)[0];
  return chosen
    ? { fits: true, placement: describe(chosen, circumstances, reasons) }
    : { fits: false, reasons };
}

function judge(circumstances: PlacementCircumstances): {
  candidates: Candidate[];
  reasons: PlacementReason[];
} {
  const candidates: Candidate[] = [];
  const clusterReasons: PlacementReason[] = [];
  const datastoreReasons = new Map<string, PlacementReason>();

  for (const cluster of circumstances.asked.clusters) {
    const clusterVerdict = judgeCluster(cluster, circumstances);
    clusterReasons.push(clusterVerdict.reason);
    if (!clusterVerdict.reason.fits) {
      continue;
    }
    const reachable = new Set(cluster.datastores);
    for (const datastore of circumstances.asked.datastores) {
      if (!reachable.has(datastore.id)) {
        continue;
      }
      const verdict = judgeDatastore(datastore, cluster, circumstances);
      if (verdict.reason.fits || !datastoreReasons.has(datastore.id)) {
        datastoreReasons.set(datastore.id, verdict.reason);
      }
      if (verdict.reason.fits) {
        candidates.push({
          cluster,
          datastore,
          clusterLeft: clusterVerdict.left,
          datastoreLeft: verdict.left,
        });
      }
    }
  }
  return {
    candidates,
    reasons: [...clusterReasons, ...datastoreReasons.values()],
  };
}

function byRoomLeft(a: Candidate, b: Candidate): number {
  return (
    b.clusterLeft - a.clusterLeft ||
    byName(a.cluster, b.cluster) ||
    b.datastoreLeft - a.datastoreLeft ||
    byName(a.datastore, b.datastore)
  );
}

function describe(
  { cluster, datastore }: Candidate,
  { inventory, request, asked }: PlacementCircumstances,
  reasons: PlacementReason[],
): Placement {
  const { template, network, furtherNetworks, folder } = asked;
  const { source } = request;
  const datacenter = inventory.get(
    'datacenter',
    source,
    cluster.datacenter ?? '',
  );
  const pool = inventory.get(
    'resource-pool',
    source,
    request.resourcePool ?? cluster.resourcePool ?? '',
  );
  if (!datacenter || !pool) {
    throw new Error(
      `Cluster '${cluster.id}' of '${source}' was judged to fit without a datacenter or resource pool`,
    );
  }
  return {
    source,
    datacenter: { id: datacenter.id, name: datacenter.name },
    cluster: { id: cluster.id, name: cluster.name },
    resourcePool: { id: pool.id, name: pool.name },
    datastore: { id: datastore.id, name: datastore.name },
    network: { id: network.id, name: network.name },
    ...(furtherNetworks.length > 0 && {
      furtherNetworks: furtherNetworks.map(({ id, name }) => ({ id, name })),
    }),
    ...(folder && { folder: { id: folder.id, path: folder.path } }),
    template: {
      id: template.id,
      name: template.name,
      uuid: template.uuid,
      guestId: template.guestId,
      disks: template.disks,
    },
    reasons,
  };
}
