import { Entity } from '@backstage/catalog-model';
import { exampleMachine } from '@backlot/plugin-vm-inventory-node/testUtils';
import { machineEntity } from './machineEntity';
import { refusalOf } from './refusalOf';

const good: Entity = machineEntity(
  { ...exampleMachine('fra', 1), instanceUuid: '5010' },
  {},
  { defaultOwner: 'unknown', namespace: 'default', links: [] },
);

function withMetadata(metadata: object): Entity {
  return { ...good, metadata: { ...good.metadata, ...metadata } };
}

describe('refusalOf', () => {
  it('has nothing against a machine', async () => {
    expect(await refusalOf(good)).toBeUndefined();
  });

  it.each<[what: string, entity: Entity, words: RegExp]>([
    ['an empty title', withMetadata({ title: '' }), /metadata\/title/],
    [
      'a link that is no address',
      withMetadata({ links: [{ url: 'https://a b/', title: 'x' }] }),
      /^"links\.0\.url" is not valid; expected a string that is a valid url but found "https:\/\/a b\/"\.$/,
    ],
    [
      'a namespace with a blank',
      withMetadata({ namespace: 'our machines' }),
      /"metadata\.namespace" is not valid/,
    ],
    ['a tag in capitals', withMetadata({ tags: ['Prod'] }), /"tags\.0"/],
    [
      'an annotation that is no text',
      withMetadata({ annotations: { 'acme/n': 1 } }),
      /annotations/,
    ],
    ['an empty owner', { ...good, spec: { ...good.spec, owner: '' } }, /owner/],
    [
      'an owner that cannot be read',
      { ...good, spec: { ...good.spec, owner: 'group:/b' } },
      /"spec\.owner" is not valid; .*group:\/b/,
    ],
    [
      'a NUL character',
      withMetadata({ annotations: { 'backlot.dev/request': 'a\0b' } }),
      /NUL character/,
    ],
    [
      'a root field of its own',
      { ...good, machine: {} } as Entity,
      /additional properties/,
    ],
  ])('says why %s is refused', async (_, entity, words) => {
    expect(await refusalOf(entity)).toMatch(words);
  });
});
