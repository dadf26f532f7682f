import { formPathWith, sendableValues } from './formData';

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

describe('formPathWith', () => {
  it("leads to a template's form with what may leave the page", () => {
    const path = formPathWith(
      params => `/create/${params?.namespace}/${params?.templateName}`,
      'template:vms/vm-resize',
      { machine: 'web01', preview: { verdict: 'possible' } },
    );
    const url = new URL(path, 'http://localhost');
    expect(url.pathname).toBe('/create/vms/vm-resize');
    expect(JSON.parse(url.searchParams.get('formData') ?? '')).toEqual({
      machine: 'web01',
    });
  });
});
