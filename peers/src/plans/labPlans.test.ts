import { JsonValue } from '@backstage/types';
import { canonicalPlan, ResourceChange } from '@backlot/lab/conformance';
import fc from 'fast-check';
import { canonicalPlans } from './canonicalPlans';

/** Numbers are sizes and counts; jq writes some others in another way than JavaScript. */
const value = fc
  .jsonValue({ maxDepth: 3 })
  .map(
    json =>
      JSON.parse(JSON.stringify(json), (_, inner) =>
        typeof inner === 'number' ? Math.trunc(inner) % 1_000_000 || 0 : inner,
      ) as JsonValue,
  );

const attributes = fc.dictionary(fc.string(), value);

const change: fc.Arbitrary<ResourceChange> = fc
  .record({
    actions: fc.constantFrom(
      ...[['create'], ['update'], ['delete']],
      ...[['delete', 'create'], ['no-op']],
    ),
    before: attributes,
    after: attributes,
    unknown: fc.dictionary(
      fc.string(),
      fc.constantFrom<JsonValue>(true, false, [true], { a: true }),
    ),
    id: fc.option(fc.string()),
  })
  .map(({ actions, before, after, unknown, id }) => ({
    address: 'module.vm.vsphere_virtual_machine.this[0]',
    mode: 'managed',
    type: 'vsphere_virtual_machine',
    provider_name: 'registry.terraform.io/vmware/vsphere',
    change: {
      actions,
      before: actions.join() === 'create' ? null : { ...before, id },
      after: actions.join() === 'delete' ? null : after,
      after_unknown: unknown,
    },
  }));

describe("the lab's plans", () => {
  it("have the canonical form that the starter's workflow gives them", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 100 }),
        async changes => {
          for (const view of ['digest', 'people'] as const) {
            expect(
              await canonicalPlans(
                view,
                changes.map(each => ({
                  format_version: '1.2',
                  resource_changes: [each],
                })),
              ),
            ).toEqual(changes.map(each => canonicalPlan([each])));
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});
