import { failureWords, silentFailure } from './failureWords';

describe('failureWords', () => {
  it('keeps what policy or Terraform says', () => {
    const message = 'The plan failed:\nError: Unsupported argument';
    expect(
      failureWords({
        message,
        action: 'atlantis:plan',
        errorName: 'TerraformFailedError',
      }),
    ).toEqual({ message });
    expect(
      failureWords({
        message: 'team-payments has 3 machines.',
        action: 'vm-request:open',
        errorName: 'NotAllowedError',
      }).cause,
    ).toBeUndefined();
  });

  it.each([
    ['netbox:allocate', 'ServiceUnavailableError', 'NetBox'],
    ['netbox:allocate', 'NotAllowedError', 'NetBox'],
    ['atlantis:apply', 'JobLostError', 'Atlantis'],
    ['vsphere:select', 'ServiceUnavailableError', 'The inventory'],
    [
      'vm-request:open',
      'ServiceUnavailableError',
      'A system that this depends on',
    ],
  ])(
    'keeps the words of a peer that does not answer apart: %s, %s',
    (action, errorName, peer) => {
      expect(
        failureWords({
          message: 'connect ECONNREFUSED 10.0.0.5:8000',
          action,
          errorName,
        }),
      ).toEqual({
        message: `${peer} did not answer as it should.`,
        cause: 'connect ECONNREFUSED 10.0.0.5:8000',
      });
    },
  );

  it('says where to look when the task says nothing', () => {
    expect(failureWords(undefined)).toEqual({ message: silentFailure });
  });
});
