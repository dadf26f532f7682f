import fc from 'fast-check';
import { z } from 'zod';
import { assembleOpenApiDocument } from '../openapi/assembleOpenApiDocument';
import { jsonSchemas } from '../openapi/jsonSchemas';
import { answer } from '../openapi/Operation';
import { OpenApiValidator } from './OpenApiValidator';

const disk = z.object({ sizeGib: z.int() });
const machine = z.object({ name: z.string(), disks: z.array(disk) });

function validatorOf(answers: Record<string, z.ZodType>): OpenApiValidator {
  return new OpenApiValidator(
    assembleOpenApiDocument({
      pluginId: 'machines',
      description: 'Machines',
      paths: {
        '/v1/machines/{id}': {
          get: {
            operationId: 'getMachine',
            tags: ['Machines'],
            summary: 'Answers a machine',
            responses: { 200: answer('The machine', 'Machine') },
          },
        },
      },
      schemas: jsonSchemas({ answers }),
      ownRoute: { tags: ['Machines'] },
    }),
  );
}

describe('a document that is held against an API', () => {
  const validator = validatorOf({ Disk: disk, Machine: machine });
  const problems = (body: unknown, status: number = 200) =>
    validator.problemsOfAnswer({
      path: '/v1/machines/{id}',
      method: 'get',
      status,
      body,
    });

  it('has routes as express has them, its own among them', () => {
    expect(validator.routes).toEqual([
      'GET /v1/machines/:id',
      'GET /v1/openapi.json',
    ]);
  });

  it('knows which schemas are missing', () => {
    expect(validator.missingSchemas).toEqual([]);
    expect(validatorOf({ Disk: disk }).missingSchemas).toEqual(['Machine']);
  });

  it('finds nothing wrong with what it describes', () => {
    expect(problems({ name: 'web01', disks: [{ sizeGib: 40 }] })).toBeNull();
  });

  it('finds each field that it does not name, however deep', () => {
    fc.assert(
      fc.property(
        fc.string().filter(key => key !== 'sizeGib' && key !== '__proto__'),
        key => {
          expect(
            problems({ name: 'web01', disks: [{ sizeGib: 40, [key]: 1 }] }),
          ).toEqual([
            expect.objectContaining({
              keyword: 'additionalProperties',
              params: { additionalProperty: key },
            }),
          ]);
        },
      ),
    );
  });

  it('says which answer it does not have', () => {
    expect(problems({}, 202)).toMatch(/^The document has no paths\/.*\/202\//);
  });
});
