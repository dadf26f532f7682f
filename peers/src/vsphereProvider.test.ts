import { builtProvider, vsphereProvider } from './vsphereProvider';

describe('vsphereProvider', () => {
  it('is the one that is built, where none is given', () => {
    expect(vsphereProvider({})).toEqual(builtProvider);
  });

  it.each([
    ['/opt/terraform-provider-vsphere_v2.16.1_x5', '2.16.1'],
    ['/opt/terraform-provider-vsphere_v2.9.0', '2.9.0'],
  ])('has the version that %s is named after', (file, version) => {
    expect(vsphereProvider({ BACKLOT_VSPHERE_PROVIDER: file })).toEqual({
      version,
      file,
    });
  });

  it('says how the program has to be named', () => {
    expect(() =>
      vsphereProvider({ BACKLOT_VSPHERE_PROVIDER: '/opt/vsphere' }),
    ).toThrow('such as terraform-provider-vsphere_v2.16.1_x5');
  });
});
