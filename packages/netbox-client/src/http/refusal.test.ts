import { netBoxWords, refusal } from './refusal';

const answer = (status: number, body: unknown) => ({
  status,
  body,
  call: { method: 'POST' as const, path: '/api/x/', asked: 'allocate' },
  peer: 'NetBox',
  configKey: 'netbox',
});

describe('refusals', () => {
  it.each([
    [{ detail: 'Invalid v2 token' }, 'Invalid v2 token'],
    [
      { __all__: ["Custom field 'k' must have a unique value."] },
      "Custom field 'k' must have a unique value.",
    ],
    [
      { status: ['bogus is not a valid choice.'] },
      'status: bogus is not a valid choice.',
    ],
    [
      { custom_fields: { k: "Custom field 'k' does not exist" } },
      "k: Custom field 'k' does not exist",
    ],
    [[{}, { status: ['bad'] }], 'status: bad'],
    ['<!DOCTYPE html><html>', 'an HTML page'],
  ])('reads the words in %j', (body, words) => {
    expect(netBoxWords(body)).toBe(words);
  });

  it.each([
    [400, 'InputError'],
    [403, 'NotAllowedError'],
    [404, 'NotFoundError'],
    [409, 'ConflictError'],
    [412, 'ConflictError'],
    [500, 'ServiceUnavailableError'],
  ])('makes %s an error of Backstage', (status, name) => {
    const error = refusal(answer(status, { detail: 'No.' }));
    expect(error.name).toBe(name);
    expect(error.message).toContain(
      `NetBox refused "allocate" with ${status}: No`,
    );
  });
});
