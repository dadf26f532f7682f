import { mockServices } from '@backstage/backend-test-utils';
import {
  machineSpecSchema,
  planSchema,
  planSectionsSchema,
  requestAddressSchema,
  requestFileSchema,
  requestPlacementSchema,
} from '@backlot/plugin-vm-requests-common';
import { ledgerSteps } from '@backlot/plugin-vm-requests-node';
import { z } from 'zod';
import { MemoryLedger } from '../__testUtils__/MemoryLedger';
import { createVmRequestOpenAction } from './vmRequestOpen';
import { freeTurns } from '../__testUtils__/freeTurns';
import { createVmRequestProposeAction } from './vmRequestPropose';
import { createVmRequestSubmitAction } from './vmRequestSubmit';

interface Shape {
  type?: string;
  enum?: string[];
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  additionalProperties?: unknown;
}

/** What a schema asks for, place by place: `reasons[].fits: boolean`, `url?: string`. */
function placesOf(shape: Shape, path = ''): string[] {
  const { properties, required, items } = shape;
  return [
    ...(path ? [`${path}: ${shape.enum?.join('|') ?? shape.type}`] : []),
    ...Object.entries(properties ?? {}).flatMap(([name, inner]) =>
      placesOf(
        inner,
        `${path && `${path}.`}${name}${required?.includes(name) ? '' : '?'}`,
      ),
    ),
    ...(items ? placesOf(items, `${path}[]`) : []),
  ];
}

function placesOfSchema(schema: z.ZodType): string[] {
  return placesOf(z.toJSONSchema(schema, { io: 'input' }) as Shape);
}

/** What stands in one list alone. */
function differences(theirs: string[], ours: string[]) {
  return {
    action: theirs.filter(place => !ours.includes(place)),
    ledger: ours.filter(place => !theirs.includes(place)),
  };
}

/** Actions describe their inputs with the scaffolder's zod 3, the ledger's schemas are zod 4. */
describe('the inputs of the actions, beside the schemas of the ledger', () => {
  const ledger = new MemoryLedger();
  const propose = createVmRequestProposeAction({ ledger, turns: freeTurns });
  const submit = createVmRequestSubmitAction({ ledger });
  const open = createVmRequestOpenAction({
    ledger,
    permissions: mockServices.permissions.mock(),
  });

  const inputOf = (action: { schema?: { input?: unknown } }): Shape =>
    action.schema!.input as Shape;

  const placesOfInput = (
    action: { schema?: { input?: unknown } },
    name: string,
  ): string[] => {
    const input = inputOf(action).properties![name];
    return placesOf(name === 'files' ? input.items! : input);
  };

  it('vm-request:open takes the values of the form, for whom it is, and its start', () => {
    const { requestedFor, startAt } = ledgerSteps.open.input.shape;
    expect(
      differences(
        placesOf(inputOf(open)),
        placesOfSchema(machineSpecSchema.extend({ requestedFor, startAt })),
      ),
    ).toEqual({ action: [], ledger: [] });
  });

  it('vm-request:propose takes a placement of a new machine, which has a template', () => {
    const places = placesOfInput(propose, 'placement');
    const template = (required: string) => [
      `template${required}: object`,
      `template${required}.id: string`,
      `template${required}.name: string`,
      `template${required}.uuid: string`,
    ];
    expect(differences(places, placesOfSchema(requestPlacementSchema))).toEqual(
      { action: template(''), ledger: template('?') },
    );
  });

  it('vm-request:propose takes an address', () => {
    expect(
      differences(
        placesOfInput(propose, 'address'),
        placesOfSchema(requestAddressSchema),
      ),
    ).toEqual({ action: [], ledger: [] });
  });

  it('vm-request:propose takes files, and removes none', () => {
    expect(
      differences(
        placesOfInput(propose, 'files'),
        placesOfSchema(requestFileSchema),
      ),
    ).toEqual({ action: [], ledger: ['removed?: boolean'] });
  });

  it('vm-request:submit names what any plan has, and passes on its sections', () => {
    const plan = inputOf(submit).properties!.plan;
    expect(plan.additionalProperties).toBe(true);
    const sections = Object.keys(planSectionsSchema.shape);
    expect(
      differences(
        placesOf(plan),
        placesOfSchema(planSchema).filter(
          place => !sections.includes(place.split(/\W/)[0]),
        ),
      ),
    ).toEqual({ action: [], ledger: [] });
  });
});
