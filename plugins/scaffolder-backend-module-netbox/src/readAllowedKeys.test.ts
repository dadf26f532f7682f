import { ConfigReader } from '@backstage/config';
import { readAllowedKeys } from './readAllowedKeys';

const config = (allowedKeys: string[]) =>
  new ConfigReader({ netbox: { release: { allowedKeys } } });

describe('readAllowedKeys', () => {
  it('allows nothing by default', () => {
    expect(readAllowedKeys(new ConfigReader({}))).toEqual([]);
  });

  it('matches whole keys only', () => {
    const [allowed] = readAllowedKeys(config(['web|db\\d+']));
    expect(['web', 'db01'].every(key => allowed.test(key))).toBe(true);
    expect(['web1', 'xweb', 'db01/eth0'].some(key => allowed.test(key))).toBe(
      false,
    );
  });

  it('names what is not a regular expression', () => {
    expect(() => readAllowedKeys(config(['(']))).toThrow(
      /"\(" in netbox\.release\.allowedKeys/,
    );
  });
});
