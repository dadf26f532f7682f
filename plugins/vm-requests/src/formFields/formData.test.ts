import { sendableValues } from './formData';

describe('sendableValues', () => {
  it('are the values of the form without private keys and without what the preview found', () => {
    expect(
      sendableValues({
        name: 'web01',
        purpose: '-----BEGIN PRIVATE KEY-----',
        preview: { verdict: 'possible' },
      }),
    ).toEqual({ name: 'web01' });
  });

  it('are none where there is no form', () => {
    expect(sendableValues(undefined)).toEqual({});
  });
});
