import { z } from 'zod';
import { parametersOf, refused } from './Operation';

describe('the parameters of a route', () => {
  it('are those that its schema reads, with what is said of them', () => {
    const schema = z.object({
      of: z.enum(['plan', 'apply']).describe('Which log'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      owner: z
        .preprocess(value => [value].flat(), z.array(z.string()))
        .optional(),
    });
    expect(parametersOf(schema, 'query')).toEqual([
      {
        name: 'of',
        in: 'query',
        required: true,
        description: 'Which log',
        schema: { type: 'string', enum: ['plan', 'apply'] },
      },
      {
        name: 'limit',
        in: 'query',
        schema: { type: 'integer', default: 50, minimum: 1, maximum: 200 },
      },
      {
        name: 'owner',
        in: 'query',
        schema: { type: 'array', items: { type: 'string' } },
      },
    ]);
  });
});

describe('what an operation refuses', () => {
  it('is said by status, and of any other', () => {
    expect(Object.keys(refused({ 404: 'There is none' }))).toEqual([
      '404',
      'default',
    ]);
  });
});
