import { z } from 'zod';
import { jsonSchemas } from './jsonSchemas';

const disk = z.object({ sizeGib: z.int().min(1) }).describe('A disk');
const machine = z.object({
  disks: z.array(disk).default([]),
  note: disk.optional().describe('The first'),
});

describe('the JSON Schemas of a document', () => {
  it('refer to each other by name, and say more where they do', () => {
    expect(
      jsonSchemas({ answers: { Disk: disk, Machine: machine } }),
    ).toMatchObject({
      Disk: { type: 'object', description: 'A disk' },
      Machine: {
        properties: {
          disks: { items: { $ref: '#/components/schemas/Disk' } },
          note: {
            $ref: '#/components/schemas/Disk',
            description: 'The first',
          },
        },
      },
    });
  });

  it('leave room in answers, and none in inputs that are strict', () => {
    const { Answer, Input } = jsonSchemas({
      answers: { Answer: z.strictObject({ a: z.string() }) },
      inputs: { Input: z.strictObject({ a: z.string() }) },
    });
    expect(Answer).not.toHaveProperty('additionalProperties');
    expect(Input).toHaveProperty('additionalProperties', false);
  });

  it('may be left out of inputs, and not of answers, where they have a default', () => {
    const { Machine, MachineInput } = jsonSchemas({
      answers: { Disk: disk, Machine: machine },
      inputs: { Disk: disk, MachineInput: machine },
    });
    expect(Machine).toHaveProperty('required', ['disks']);
    expect(MachineInput).not.toHaveProperty('required');
  });

  it('are not one and another thing under the same name', () => {
    expect(() =>
      jsonSchemas({
        answers: { Disk: disk, Machine: machine },
        inputs: { Disk: disk, Machine: machine },
      }),
    ).toThrow('Machine is one thing in answers and another in inputs');
  });
});
