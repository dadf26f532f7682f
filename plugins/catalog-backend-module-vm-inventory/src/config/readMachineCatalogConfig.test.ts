import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { readMachineCatalogConfig } from './readMachineCatalogConfig';

function read(vmInventory?: JsonObject) {
  return readMachineCatalogConfig(
    mockServices.rootConfig({
      data: { catalog: { providers: vmInventory ? { vmInventory } : {} } },
    }),
  );
}

describe('readMachineCatalogConfig', () => {
  it('has sensible values where nothing is said', () => {
    expect(read()).toEqual({
      entities: { defaultOwner: 'unknown', namespace: 'default', links: [] },
      schedule: {
        frequency: { seconds: 15 },
        timeout: { minutes: 5 },
        initialDelay: { seconds: 5 },
      },
    });
  });

  it('reads what is said', () => {
    expect(
      read({
        defaultOwner: 'group:default/platform-team',
        schedule: { frequency: { minutes: 1 }, timeout: { minutes: 2 } },
        links: [{ title: 'Request', url: 'https://x/${request}' }],
      }),
    ).toMatchObject({
      entities: {
        defaultOwner: 'group:default/platform-team',
        links: [{ title: 'Request' }],
      },
      schedule: { frequency: { minutes: 1 }, timeout: { minutes: 2 } },
    });
  });

  const link = { title: 'Request', url: 'https://acme.example/${request}' };

  it.each<[what: string, JsonObject, words: RegExp]>([
    [
      'a link without a scheme',
      { links: [link, { ...link, url: 'acme.example/${name}' }] },
      /whole address with its scheme.*'acme\.example\/\$\{name\}' is not.*links\[1\]\.url/s,
    ],
    [
      'a link to nowhere',
      { links: [{ ...link, url: '' }] },
      /whole address.*links\[0\]\.url/s,
    ],
    [
      'a link with a word that no machine has',
      { links: [{ ...link, url: 'https://acme.example/${host}' }] },
      /does not know \$\{host\}, only \$\{source\}.*links\[0\]\.url/s,
    ],
    [
      'a link whose address is lost to environment variables',
      { links: [{ title: 'Request' }] },
      /is missing\. Write \$\$\{name\}.*links\[0\]\.url/s,
    ],
    [
      'a link without a title',
      { links: [{ ...link, title: ' ' }] },
      /must not be empty.*links\[0\]\.title/s,
    ],
    [
      'an empty icon',
      { links: [{ ...link, icon: '' }] },
      /must not be empty.*links\[0\]\.icon/s,
    ],
    [
      'a namespace with a blank',
      { namespace: 'our machines' },
      /lower-case letters.*'our machines' is not.*namespace/s,
    ],
    ['an empty namespace', { namespace: '' }, /namespace/],
    ['an empty owner', { defaultOwner: '' }, /defaultOwner/],
    [
      'an owner that names nobody',
      { defaultOwner: 'group:default/a b' },
      /reference such as group:default\/platform.*defaultOwner/s,
    ],
    ['a system that is none', { system: 'a/b/c' }, /system/],
  ])('refuses %s, and says where', (_, vmInventory, words) => {
    expect(() => read(vmInventory)).toThrow(words);
    expect(() => read(vmInventory)).toThrow(
      /^Configuration catalog\.providers\.vmInventory is wrong/,
    );
  });
});
