import {
  ClusterAllocation,
  clusterAllocations,
  Host,
  Machine,
  noAllocation,
} from '@backlot/plugin-vm-inventory-common';
import { Interruptible, sameObject } from '@backlot/plugin-vm-inventory-node';
import { EffectiveChange } from './EffectiveChange';

// Some tenths of a millisecond of work.
const STEP = 1_000;

/**
 * What the clusters of one source have and what their machines were given. Immutable; a machine's
 * change costs as much as there are clusters, not as there are machines.
 *
 * @internal
 */
export class SourceAllocations {
  readonly #byCluster: ReadonlyMap<string, ClusterAllocation>;
  readonly #clusterOfHost: ReadonlyMap<string, string | undefined>;

  static of(hosts: Host[], machines: Machine[]): SourceAllocations {
    return new SourceAllocations(
      clusterAllocations({ hosts, machines }),
      new Map(hosts.map(({ id, cluster }) => [id, cluster])),
    );
  }

  private constructor(
    byCluster: ReadonlyMap<string, ClusterAllocation>,
    clusterOfHost: ReadonlyMap<string, string | undefined>,
  ) {
    this.#byCluster = byCluster;
    this.#clusterOfHost = clusterOfHost;
  }

  get(cluster: string): ClusterAllocation {
    return this.#byCluster.get(cluster) ?? noAllocation;
  }

  /** After changes; undefined when a host has changed what counts, and all must be counted anew. */
  *with(
    changes: readonly EffectiveChange[],
  ): Interruptible<SourceAllocations | undefined> {
    let done = 0;
    const byCluster = new Map(this.#byCluster);
    const count = (machine: Machine, sign: 1 | -1) => {
      const cluster =
        machine.cluster ??
        (machine.host === undefined
          ? undefined
          : this.#clusterOfHost.get(machine.host));
      if (cluster !== undefined) {
        const before = byCluster.get(cluster) ?? noAllocation;
        byCluster.set(cluster, {
          ...before,
          cpus: before.cpus + sign * (machine.cpus ?? 0),
          memoryMib: before.memoryMib + sign * (machine.memoryMib ?? 0),
        });
      }
    };
    for (const change of changes) {
      const { before } = change;
      const after = change.type === 'set' ? change.object : undefined;
      if (before?.kind === 'machine') {
        count(before, -1);
      }
      if (after?.kind === 'machine') {
        count(after, 1);
      }
      if (
        (before?.kind === 'host' || after?.kind === 'host') &&
        !sameObject(whatCounts(before as Host), whatCounts(after as Host))
      ) {
        return undefined;
      }
      if (++done % STEP === 0) {
        yield;
      }
    }
    return new SourceAllocations(byCluster, this.#clusterOfHost);
  }
}

function whatCounts(host: Host | undefined) {
  return (
    host && {
      cluster: host.cluster,
      usable: host.connection === 'connected' && !host.maintenance,
      cpuCores: host.cpuCores,
      memoryMib: host.memoryMib,
    }
  );
}
