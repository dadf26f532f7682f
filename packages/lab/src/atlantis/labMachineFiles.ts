import { JsonObject } from '@backstage/types';
import { VCenterModel } from '../vcenter/model/VCenterModel';
import { plainHardware } from './terraform/plainHardware';

/**
 * A machine's directory in the infrastructure repository, with values that the lab's vCenter can
 * make: for tests of what plans and applies.
 *
 * @param lab - whose vCenter is seeded with the small company
 * @param changes - to the variables of the module `rhel9-vm`
 * @returns file contents by file name
 * @public
 */
export function labMachineFiles(
  { vcenter }: { vcenter: { model: VCenterModel } },
  name: string,
  changes: {
    present?: boolean;
    placement?: JsonObject;
    hardware?: JsonObject;
  } = {},
): Record<string, string> {
  const { store } = vcenter.model;
  const named = (wanted: string) =>
    [...store.values()].find(
      object => object.type !== 'Task' && object.name === wanted,
    )!.ref;
  const cluster = store.ofType(named('fra1-dev-01'), 'ClusterComputeResource')!;
  const template = vcenter.model.machine(named('rhel9-2026.11'));
  const variables = {
    name,
    present: changes.present ?? true,
    placement: {
      datacenter_id: named('fra1'),
      datacenter: 'fra1',
      cluster_id: cluster.ref,
      cluster: cluster.name,
      resource_pool_id: cluster.resourcePool,
      datastore_id: cluster.datastores[0],
      datastore: 'fra1-dev-01-ds-1',
      folder: 'backlot/development',
      template_uuid: template.config!.uuid,
      template: template.name,
      ...changes.placement,
    },
    hardware: { ...plainHardware, ...changes.hardware },
    network: {
      domain: 'dev.acme.example',
      dns_servers: ['10.20.0.53'],
      interfaces: [
        {
          name: 'eth0',
          network_id: named('fra1-dev-app'),
          network: 'fra1-dev-app',
          adapter_type: 'vmxnet3',
          mac_address: '00:50:56:00:00:11',
          ipv4: {
            address: '10.20.210.17',
            prefix_length: 24,
            gateway: '10.20.210.1',
          },
        },
      ],
    },
    access: {
      mechanism: 'cloud-init',
      user: 'acme',
      ssh_public_keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 anna@acme.example'],
    },
    annotation: {
      request: '01JAZ0000000000000000000R1',
      owner: 'group:default/team-payments',
      purpose: 'Try the payments service',
    },
  };
  return {
    'main.tf': 'module "vm" {\n  source = "../../../modules/rhel9-vm"\n}\n',
    'versions.tf.json': JSON.stringify({
      terraform: {
        required_providers: {
          vsphere: { source: 'vmware/vsphere', version: '= 1.26.0' },
        },
      },
    }),
    'vm.auto.tfvars.json': JSON.stringify(variables, undefined, 2),
  };
}
