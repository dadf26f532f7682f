import { VCenterSimulator } from '@backlot/peers';
import { Agent, request } from 'undici';

const token = /<token>([^<]+)</;

/**
 * Sends a vCenter what a collector sent it, and throws the answers away: the least that a load can
 * take. It asks for the next page as soon as it knows how, as the collector does.
 */
export class RawReader {
  readonly #url: string;
  readonly #agent: Agent;
  readonly #loads: string[];
  readonly #next: string;
  #cookie = '';
  bytes = 0;

  /** @param bodies - what the collector sent from signing in to the end of its load */
  static async signIn(
    simulator: VCenterSimulator,
    bodies: readonly string[],
  ): Promise<RawReader> {
    const reader = new RawReader(simulator, bodies);
    await reader.#text(bodies.find(body => body.includes('<Login '))!);
    return reader;
  }

  private constructor(simulator: VCenterSimulator, bodies: readonly string[]) {
    this.#url = `${simulator.url}/sdk`;
    this.#agent = new Agent({ connect: { ca: simulator.ca }, connections: 4 });
    this.#loads = bodies.filter(body =>
      /<(CreateContainerView|RetrievePropertiesEx) /.test(body),
    );
    this.#next = bodies.find(body =>
      body.includes('<ContinueRetrievePropertiesEx '),
    )!;
  }

  /** Milliseconds that all pages take. */
  async read(): Promise<number> {
    const [createView, ...lists] = this.#loads;
    const answer = await this.#text(createView);
    const view = /<returnval[^>]*>([^<]+)</.exec(answer)![1];
    const begin = performance.now();
    for (const list of lists) {
      await this.#page(
        list.replace(
          /<obj type="ContainerView">[^<]*/,
          `<obj type="ContainerView">${view}`,
        ),
      );
    }
    return performance.now() - begin;
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  async #page(body: string): Promise<void> {
    let head: string | undefined = '';
    let following: Promise<void> | undefined;
    for await (const chunk of await this.#send(body)) {
      this.bytes += chunk.length;
      if (head !== undefined) {
        head += chunk.toString('latin1');
        const found = token.exec(head)?.[1];
        if (found) {
          following = this.#page(this.#next.replace(token, `<token>${found}<`));
          following.catch(() => {});
        }
        if (found || head.includes('<objects>')) {
          head = undefined;
        }
      }
    }
    await following;
  }

  async #text(body: string): Promise<string> {
    return (await this.#send(body)).text();
  }

  async #send(body: string) {
    const answer = await request(this.#url, {
      method: 'POST',
      dispatcher: this.#agent,
      headers: {
        'content-type': 'text/xml; charset="utf-8"',
        soapaction: 'urn:vim25/6.7',
        cookie: this.#cookie,
      },
      body,
    });
    const [cookie] = [answer.headers['set-cookie'] ?? []].flat();
    this.#cookie = cookie?.split(';')[0] ?? this.#cookie;
    return answer.body;
  }
}
