import { exampleDisk } from '@backlot/vsphere-templates/testUtils';
import * as fc from 'fast-check';
import { machineHardware } from '../../__testUtils__/standingMachine';
import {
  AdoptedMachine,
  adoptionVariables,
  importBlock,
} from './adoptionVariables';

const adopted: AdoptedMachine = {
  name: 'old01',
  cpus: 6,
  memoryMib: 4096,
  hardware: machineHardware({
    coresPerSocket: 3,
    disks: [
      exampleDisk(),
      exampleDisk({ label: 'Hard disk 2', unit: 1, thin: false }),
    ],
  }),
  place: {
    datacenter_id: 'datacenter-1',
    datacenter: 'fra1',
    cluster_id: 'domain-c1',
    cluster: 'fra1-dev-01',
    resource_pool_id: 'resgroup-1',
    datastore_id: 'datastore-1',
    datastore: 'fast-01',
    folder: 'backlot/development',
  },
  domain: 'dev.acme.example',
  dnsServers: ['10.20.0.53'],
  cards: [],
  access: { mechanism: 'cloud-init', user: 'acme' },
  annotation: { request: '01JD', owner: 'group:default/a', purpose: 'Ours' },
};

describe('adoptionVariables', () => {
  it.each([
    ['1.26.0', ['disk0', 'disk1']],
    ['2.16.1', ['Hard disk 1', 'Hard disk 2']],
  ])('has the labels of disks that %s gives', (version, labels) => {
    expect(adoptionVariables(adopted, version)).toMatchObject({
      present: true,
      rebuild: 0,
      placement: { template_uuid: '', folder: 'backlot/development' },
      hardware: {
        cpus: 6,
        cores_per_socket: 3,
        disks: [
          { label: labels[0], unit: 0, size_gib: 40, thin: true },
          { label: labels[1], unit: 1, size_gib: 40, thin: false },
        ],
      },
      access: { ssh_public_keys: [] },
    });
  });
});

describe('importBlock', () => {
  it('is text of Terraform in which nothing is worked out', () => {
    expect(importBlock('/fra1/vm/a${b}%{c}"d/old01')).toContain(
      'id = "/fra1/vm/a$${b}%%{c}\\"d/old01"',
    );
  });

  it('has the id on one line, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string(), id => {
        expect(importBlock(id).split('\n')).toHaveLength(6);
      }),
    );
  });
});
