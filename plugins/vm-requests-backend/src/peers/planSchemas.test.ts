import * as atlantis from '@backlot/atlantis-client';
import * as ledger from '@backlot/plugin-vm-requests-common';
import { z } from 'zod';

/** What a schema asks for; not the words beside it, nor under which number it names any JSON. */
function shapeOf(schema: z.ZodType): unknown {
  const shape = z.toJSONSchema(schema, {
    override: ({ jsonSchema }) => {
      delete jsonSchema.description;
    },
  });
  return JSON.parse(JSON.stringify(shape).replace(/__schema\d+/g, 'json'));
}

/** The client of Atlantis does without the ledger's package, so that each has the schema of a plan. */
describe('a plan as Atlantis prints it, beside one as the ledger keeps it', () => {
  it('is the same, section by section, but for the number of its form', () => {
    expect(shapeOf(atlantis.planSchema)).toEqual(
      shapeOf(
        z.object({ version: z.literal(2), ...ledger.planSectionsSchema.shape }),
      ),
    );
  });

  it.each([
    'planValueSchema',
    'planChangeSchema',
    'planOutputSchema',
    'planActionSchema',
    'planCheckSchema',
  ] as const)('%s is the same in both', name => {
    expect(shapeOf(atlantis[name])).toEqual(shapeOf(ledger[name]));
  });
});
