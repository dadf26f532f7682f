import { allocationKeyOf, branchOf, directoryOf } from './layout';

describe('layout of a request', () => {
  it('names branch, directory and allocation', () => {
    expect(branchOf('01JABC')).toBe('vm/01jabc');
    expect(
      directoryOf('vms/{environment}/{name}', {
        environment: 'development',
        name: 'web01',
      }),
    ).toBe('vms/development/web01');
    expect(
      allocationKeyOf({
        fqdn: 'web01.dev.acme.example',
        interfaceName: 'eth0',
        family: 'ipv4',
      }),
    ).toBe('web01.dev.acme.example/eth0/ipv4');
  });

  it.each([
    ['vms/{name}', 'development', 'web01'],
    ['../{environment}/{name}', 'development', 'web01'],
    ['/vms/{environment}/{name}', 'development', 'web01'],
    ['vms/{environment}/{name}', '..', 'web01'],
    ['vms/{environment}/{name}', 'a/b c', 'web01'],
  ])('refuses %s with %s and %s', (pattern, environment, name) => {
    expect(() => directoryOf(pattern, { environment, name })).toThrow(
      /directory/,
    );
  });
});
