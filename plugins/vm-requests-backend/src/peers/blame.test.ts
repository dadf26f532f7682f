import { ForwardedError } from '@backstage/errors';
import { blame, blameOf, blaming } from './blame';

class Client {
  readonly #url = 'http://netbox';

  readonly name = 'client';

  async ask(what: string): Promise<string> {
    if (what === 'nonsense') {
      throw new Error('no answer');
    }
    return `${this.#url}/${what}`;
  }
}

describe('blaming', () => {
  const client = blaming('netbox', new Client());

  it('names the peer in what a call ends in', async () => {
    const error = await client.ask('nonsense').catch(problem => problem);
    expect(error.message).toBe('no answer');
    expect(blameOf(error)?.peer).toBe('netbox');
    expect(blameOf(new ForwardedError('It failed', error))?.peer).toBe(
      'netbox',
    );
  });

  it('leaves everything else as it is', async () => {
    expect(await client.ask('prefixes')).toBe('http://netbox/prefixes');
    expect(client.name).toBe('client');
  });

  it('keeps the peer that was named first', () => {
    const error = blame(new Error('no answer'), 'forge');
    expect(blameOf(blame(error, 'atlantis'))?.peer).toBe('forge');
    expect(blameOf(new Error('no answer'))).toBeUndefined();
    expect(blameOf('no answer')).toBeUndefined();
  });
});
