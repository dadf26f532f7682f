import {
  Cluster,
  Datacenter,
  Datastore,
  Folder,
  Network,
  ResourcePool,
  Template,
} from '../objects';
import { Reservation } from '../reservations';

/**
 * What a machine needs and where it may go. Ids are those of the source; what is left out is chosen.
 *
 * @public
 */
export interface PlacementRequest {
  source: string;
  datacenter?: string;
  /** Ids of the clusters that are allowed; absent means any. */
  clusters?: string[];
  datastore?: string;
  network: string;
  /** Networks that have to be reached beside it. */
  furtherNetworks?: string[];
  template: string;
  folder?: string;
  resourcePool?: string;
  cpus: number;
  memoryMib: number;
  diskBytes: number;
}

/**
 * Why a candidate was taken or left.
 *
 * @public
 */
export interface PlacementReason {
  /** Id and name of the cluster or datastore that is spoken of. */
  id: string;
  name: string;
  fits: boolean;
  /** A sentence for people. */
  reason: string;
}

/**
 * A template whose configuration is known, so that a machine can be made of it.
 *
 * @public
 */
export type KnownTemplate = Template & Required<Pick<Template, 'guestId'>>;

/**
 * Where a machine goes, and why there.
 *
 * @public
 */
export interface Placement {
  source: string;
  datacenter: Pick<Datacenter, 'id' | 'name'>;
  cluster: Pick<Cluster, 'id' | 'name'>;
  resourcePool: Pick<ResourcePool, 'id' | 'name'>;
  datastore: Pick<Datastore, 'id' | 'name'>;
  network: Pick<Network, 'id' | 'name'>;
  /** Those that were asked for beside it, in their order; absent for none. */
  furtherNetworks?: Pick<Network, 'id' | 'name'>[];
  folder?: Pick<Folder, 'id' | 'path'>;
  template: Pick<KnownTemplate, 'id' | 'name' | 'uuid' | 'guestId' | 'disks'>;
  reasons: PlacementReason[];
  /** How old the inventory was that this was chosen from, in milliseconds. */
  ageMs?: number;
  /** What keeps the place; absent when nothing was asked to be kept. */
  reservation?: Pick<Reservation, 'id' | 'expiresAt'>;
}
