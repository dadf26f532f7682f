import { setImmediate } from 'node:timers/promises';
import { Company } from '../../company/Company';
import { companyMachines } from '../../company/companyMachines';
import { VirtualMachine } from '../model/ManagedObject';
import { VCenterModel } from '../model/VCenterModel';
import { Place, seedMachine } from './seedModel';

// As many as are made between two looks at what clients ask meanwhile.
const AT_ONCE = 250;

/**
 * Lets a company run more machines than it began with, each announced as it is made.
 *
 * @param machines - how many it runs then; those beyond what it began with are the same ones each
 * time
 * @throws Error when the company has no machine in some cluster or of some team, whose place a new
 * one could share
 * @internal
 */
export async function growCompany(
  model: VCenterModel,
  company: Company,
  machines: number,
): Promise<void> {
  const places = placesOf(model, company);
  const all = companyMachines({ ...company, machines });
  for (let index = company.machines; index < all.length; index++) {
    const machine = all[index];
    const place = places.get(machine.cluster);
    if (!place?.folders.has(machine.team)) {
      throw new Error(
        `The company is too small to grow: it has no machine of ${machine.team} in ${machine.cluster}`,
      );
    }
    seedMachine(model, machine, index, place);
    if (index % AT_ONCE === 0) {
      await setImmediate();
    }
  }
}

/** Where the machines are that the company began with, by cluster. */
function placesOf(model: VCenterModel, company: Company): Map<string, Place> {
  const byName = new Map<string, VirtualMachine>();
  for (const object of model.store.values()) {
    if (object.type === 'VirtualMachine') {
      byName.set(object.name, object);
    }
  }
  const places = new Map<string, Place>();
  for (const machine of companyMachines(company)) {
    const made = byName.get(machine.name);
    if (made?.resourcePool && made.parent) {
      let place = places.get(machine.cluster);
      if (!place) {
        place = {
          hosts: [],
          pools: new Map(),
          rootPool: made.resourcePool,
          datastores: new Map(),
          networks: new Map(),
          folders: new Map(),
        };
        places.set(machine.cluster, place);
      }
      if (!place.hosts.includes(made.host)) {
        place.hosts.push(made.host);
      }
      place.pools.set(machine.team, made.resourcePool);
      place.datastores.set(machine.datastore, made.datastores[0]);
      place.networks.set(machine.network, made.networks[0]);
      place.folders.set(machine.team, made.parent);
    }
  }
  return places;
}
