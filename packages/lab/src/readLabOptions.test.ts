import { resolve } from 'node:path';
import { readLabOptions } from './readLabOptions';

describe('readLabOptions', () => {
  it('begins with ports of its own and a folder here', () => {
    expect(readLabOptions([])).toMatchObject({
      directory: resolve('.lab'),
      company: { machines: 300 },
      ports: { vcenter: 8181, control: 8185 },
      backstage: undefined,
    });
  });

  it('takes what is asked for', () => {
    expect(
      readLabOptions([
        '--directory=/tmp/a-lab',
        '--machines=10000',
        '--netbox-port=0',
        '--netbox-language=de',
        '--backstage=http://127.0.0.1:7007',
      ]),
    ).toMatchObject({
      directory: '/tmp/a-lab',
      company: { machines: 10_000 },
      ports: { netbox: 0 },
      netboxLanguage: 'de',
      backstage: { url: 'http://127.0.0.1:7007' },
    });
  });

  it('is asked for help', () => {
    expect(readLabOptions(['--help'])).toBeUndefined();
  });

  it.each([
    '--netbox-port=x',
    '--netbox-port=70000',
    '--machines=-1',
    '--machines=',
  ])('refuses %s', option => {
    expect(() => readLabOptions([option])).toThrow('give a whole number');
  });

  it('refuses a language that NetBox does not speak here', () => {
    expect(() => readLabOptions(['--netbox-language=fr'])).toThrow(
      'give en or de',
    );
  });

  it('refuses an option that there is not', () => {
    expect(() => readLabOptions(['--speed=fast'])).toThrow('--speed');
  });
});
