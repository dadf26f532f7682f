import fc from 'fast-check';
import { machineAccessSchema, signInOf } from './access';

describe('signInOf', () => {
  const access = { mechanism: 'cloud-init', user: 'acme' };
  const machine = { fqdn: 'web01.acme.example', address: '10.0.0.7' };

  it('is SSH where nothing else is said', () => {
    expect(signInOf(access, machine)).toBe('ssh acme@10.0.0.7');
  });

  it('takes the name where there is no address', () => {
    expect(signInOf(access, { fqdn: machine.fqdn })).toBe(
      'ssh acme@web01.acme.example',
    );
  });

  it('fills in what the configuration names', () => {
    const signIn = 'Remote desktop to {fqdn} ({address}) as {user}';
    expect(signInOf({ ...access, signIn }, machine)).toBe(
      'Remote desktop to web01.acme.example (10.0.0.7) as acme',
    );
  });

  it('fills in each value as it is', () => {
    fc.assert(
      fc.property(fc.string(), user => {
        expect(signInOf({ ...access, user, signIn: '{user}' }, machine)).toBe(
          user,
        );
      }),
    );
  });
});

describe('machineAccessSchema', () => {
  it('refuses placeholders that nothing is known for', () => {
    const access = { mechanism: 'sysprep', user: 'acme', signIn: '{password}' };
    expect(machineAccessSchema.safeParse(access).error?.message).toMatch(
      /\{user\}, \{address\} and \{fqdn\}/,
    );
  });
});
