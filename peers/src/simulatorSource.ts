import { VCenterSimulator } from './startVCenterSimulator';

/** A source of `vmInventory.vsphere.sources` that is the simulator. */
export function simulatorSource(simulator: VCenterSimulator) {
  return {
    name: 'simulator',
    url: simulator.url,
    username: simulator.username,
    password: simulator.password,
    tls: { ca: simulator.ca },
  };
}
