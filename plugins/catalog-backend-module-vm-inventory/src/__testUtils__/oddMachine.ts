import { Machine } from '@backlot/plugin-vm-inventory-common';
import { exampleMachine } from '@backlot/plugin-vm-inventory-node/testUtils';
import fc from 'fast-check';

/**
 * Text as vCenters have it and worse: blanks, control characters, halves of surrogate pairs,
 * hundreds of characters.
 *
 * @internal
 */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\0', '\x1f') }),
  fc.constantFrom(
    '',
    ' '.repeat(300),
    'n'.repeat(300),
    'WEB01',
    'web01',
    '\ud83d',
    '🐳',
    'group:default/a b',
    'a/b/c',
    ':::',
    '__proto__',
  ),
);

/**
 * A machine with odd text wherever a source has text of people's.
 *
 * @internal
 */
export const oddMachine: fc.Arbitrary<Machine & { instanceUuid: string }> = fc
  .record({
    name: oddText,
    annotation: oddText,
    folder: oddText,
    instanceUuid: fc.uuid(),
    id: fc.string({ minLength: 1 }),
  })
  .map(odd => ({ ...exampleMachine('fra', 1), ...odd }));
