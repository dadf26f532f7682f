import { exampleMachine } from '@backlot/plugin-vm-inventory-node/testUtils';
import { machineEntity } from './machineEntity';

describe('machineEntity', () => {
  const config = { defaultOwner: 'unknown', namespace: 'default', links: [] };
  const machine = {
    ...exampleMachine('fra', 1),
    instanceUuid: '50100000-0000-4000-8000-000000000001',
  };

  it('has what stays: name by UUID, title, owner, annotations', () => {
    expect(
      machineEntity(
        machine,
        { owner: 'group:default/team-payments', request: '01JD3' },
        config,
      ),
    ).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        name: 'vm-fefffd2d6bb05283',
        namespace: 'default',
        title: 'web1',
        annotations: {
          'backstage.io/managed-by-location':
            'vm-inventory:fra/50100000-0000-4000-8000-000000000001',
          'backstage.io/managed-by-origin-location':
            'vm-inventory:fra/50100000-0000-4000-8000-000000000001',
          'backlot.dev/source': 'fra',
          'backlot.dev/instance-uuid': '50100000-0000-4000-8000-000000000001',
          'backlot.dev/request': '01JD3',
        },
      },
      spec: {
        type: 'virtual-machine',
        owner: 'group:default/team-payments',
      },
    });
  });

  it('is the same when the machine moves, starts or stops', () => {
    expect(
      machineEntity(
        {
          ...machine,
          power: 'off',
          host: 'host-9',
          cluster: 'domain-9',
          ipAddress: undefined,
          folder: 'group-9',
        },
        {},
        config,
      ),
    ).toEqual(machineEntity(machine, {}, config));
  });

  it('has the links that configuration gives, as far as the machine has the words', () => {
    expect(
      machineEntity(
        { ...machine, name: 'web 1' },
        {},
        {
          ...config,
          system: 'backlot',
          links: [
            {
              title: 'vCenter',
              url: 'https://${source}.acme.example/ui/${id}?name=${name}',
              icon: 'cloud',
            },
            { title: 'Request', url: 'https://acme.example/${request}' },
          ],
        },
      ),
    ).toMatchObject({
      metadata: {
        links: [
          {
            title: 'vCenter',
            url: 'https://fra.acme.example/ui/vm-1?name=web%201',
            icon: 'cloud',
          },
        ],
      },
      spec: { owner: 'unknown', system: 'backlot' },
    });
  });

  it.each([
    ['\u0000web\t01\r\n', 'web 01'],
    ['half a pair \ud83d', 'half a pair \ufffd'],
    ['🐳 数据库', '🐳 数据库'],
    [' '.repeat(300), machine.id],
    ['', machine.id],
  ])('has a title that can be read: %j', (name, title) => {
    expect(machineEntity({ ...machine, name }, {}, config).metadata.title).toBe(
      title,
    );
  });
});
