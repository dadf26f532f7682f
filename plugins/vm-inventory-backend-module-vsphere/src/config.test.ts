import { ConfigReader } from '@backstage/config';
import { readVSphereSources } from './config';

const entry = {
  name: 'fra',
  url: 'https://vcenter.example.com',
  username: 'backlot@vsphere.local',
  password: 'secret',
};

const read = (change: object) =>
  readVSphereSources(
    new ConfigReader({
      vmInventory: { vsphere: { sources: [{ ...entry, ...change }] } },
    }),
  );

describe('readVSphereSources', () => {
  it('fills in what is left out', () => {
    expect(read({})).toEqual([
      {
        ...entry,
        title: 'fra',
        tls: { insecure: false },
        maxWaitSeconds: 30,
        timeoutMs: 30_000,
        fullPassMs: 1_800_000,
        exclude: {
          datacenters: [],
          clusters: [],
          folders: [],
          machines: [],
          templates: [],
          datastores: [],
          networks: [],
        },
      },
    ]);
  });

  it('is empty without configuration', () => {
    expect(readVSphereSources(new ConfigReader({}))).toEqual([]);
  });

  it.each([
    [{ url: 'http://vcenter.example.com' }, /sources\[0\]\.url: .*https/],
    [{ url: 'vcenter' }, /sources\[0\]\.url/],
    [{ name: 'Fra 1' }, /sources\[0\]\.name: .*lower case/],
    [{ password: '' }, /sources\[0\]\.password/],
    [{ maxWaitSeconds: 0 }, /sources\[0\]\.maxWaitSeconds/],
    [{ exclude: { machines: [''] } }, /sources\[0\]\.exclude\.machines/],
    [{ exclude: { hosts: ['a'] } }, /sources\[0\]\.exclude: .*hosts/],
  ])('says where %j is wrong', (change, message) => {
    expect(() => read(change)).toThrow(message);
  });

  it('keeps the password out of the error', () => {
    expect(() => read({ url: 'x' })).not.toThrow(/secret/);
  });
});
