import { Body, Reference, referencesIn } from '@backlot/hcl';

/** Arguments by block, of addresses that need not exist: they are not evaluated. */
const BARE_ADDRESSES: Record<string, string[] | undefined> = {
  moved: ['from', 'to'],
  removed: ['from'],
  lifecycle: ['ignore_changes'],
};

/**
 * What is referred to in a file, and so has to be declared. The module that something is imported
 * into is, without what is in it: that is a resource, not an output.
 *
 * @internal
 */
export function referencesOf(file: { body: Body }): Reference[] {
  return referencesOfBody(file.body, '');
}

function referencesOfBody(body: Body, type: string): Reference[] {
  const bare = Object.hasOwn(BARE_ADDRESSES, type)
    ? BARE_ADDRESSES[type]
    : undefined;
  return [
    ...body.attributes.flatMap(({ name, value }) => {
      if (bare?.includes(name)) {
        return [];
      }
      const references = referencesIn(value);
      return type === 'import' && name === 'to'
        ? references.map(reference => ({ ...reference, attribute: undefined }))
        : references;
    }),
    ...body.blocks.flatMap(block => referencesOfBody(block.body, block.type)),
  ];
}
