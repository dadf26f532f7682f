import { Agent, fetch } from 'undici';
import { VCenterSimulator } from './startVCenterSimulator';

/** A managed object reference. */
export interface Reference {
  type: string;
  value: string;
}

/** Properties of a managed object, as the XML between their tags. */
export interface SimulatedObject {
  reference: Reference;
  properties: Record<string, string>;
}

/** The simulator over SOAP, by requests written by hand: it shares no code with what is tested. */
export class SimulatorSession {
  readonly #url: string;
  readonly #agent: Agent;
  #cookie = '';

  static async login(simulator: VCenterSimulator): Promise<SimulatorSession> {
    const session = new SimulatorSession(simulator);
    await session.call('SessionManager', 'SessionManager', 'Login', [
      `<userName>${simulator.username}</userName>`,
      `<password>${simulator.password}</password>`,
    ]);
    return session;
  }

  private constructor(simulator: VCenterSimulator) {
    this.#url = `${simulator.url}/sdk`;
    this.#agent = new Agent({ connect: { ca: simulator.ca } });
  }

  /** All objects of a type. */
  async all(type: string, paths: string[]): Promise<SimulatedObject[]> {
    const view = returned(
      await this.call('ViewManager', 'ViewManager', 'CreateContainerView', [
        '<container type="Folder">group-d1</container>',
        `<type>${type}</type><recursive>true</recursive>`,
      ]),
    );
    return this.#retrieve(
      type,
      paths,
      `<objectSet><obj type="ContainerView">${view}</obj><skip>true</skip>
       <selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path></selectSet></objectSet>`,
    );
  }

  /** The properties of one object. */
  async read(
    { type, value }: Reference,
    paths: string[],
  ): Promise<Record<string, string>> {
    const [{ properties }] = await this.#retrieve(
      type,
      paths,
      `<objectSet><obj type="${type}">${value}</obj></objectSet>`,
    );
    return properties;
  }

  /**
   * Calls a method that makes a task, and waits until it has ended.
   *
   * @returns the value of the reference that the task resulted in, if any
   * @throws Error with the task's error
   */
  async task(
    target: Reference,
    method: string,
    body: string[],
  ): Promise<string | undefined> {
    const task = {
      type: 'Task',
      value: returned(await this.call(target.type, target.value, method, body)),
    };
    for (;;) {
      const info = await this.read(task, [
        'info.state',
        'info.error',
        'info.result',
      ]);
      if (info['info.state'] === 'success') {
        return info['info.result'];
      }
      if (info['info.state'] === 'error') {
        throw new Error(`${method}: ${info['info.error']}`);
      }
    }
  }

  /**
   * Calls a method.
   *
   * @returns the text of the answer
   * @throws Error with the simulator's fault
   */
  async call(
    type: string,
    value: string,
    method: string,
    body: string[],
  ): Promise<string> {
    const response = await fetch(this.#url, {
      method: 'POST',
      dispatcher: this.#agent,
      headers: {
        'content-type': 'text/xml; charset="utf-8"',
        soapaction: 'urn:vim25/8.0.1.0',
        cookie: this.#cookie,
      },
      body: `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Body>
<${method} xmlns="urn:vim25"><_this type="${type}">${value}</_this>${body.join(
        '',
      )}</${method}></Body></Envelope>`,
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method}: ${text}`);
    }
    this.#cookie ||= response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return text;
  }

  async #retrieve(
    type: string,
    paths: string[],
    objects: string,
  ): Promise<SimulatedObject[]> {
    const answer = await this.call(
      'PropertyCollector',
      'propertyCollector',
      'RetrieveProperties',
      [
        `<specSet><propSet><type>${type}</type>`,
        ...paths.map(path => `<pathSet>${path}</pathSet>`),
        `</propSet>${objects}</specSet>`,
      ],
    );
    return elements(answer, 'returnval').map(object => {
      const [, kind, value] = /<obj type="([^"]+)"[^>]*>([^<]+)</.exec(object)!;
      return {
        reference: { type: kind, value },
        properties: Object.fromEntries(
          elements(object, 'propSet').map(property => [
            /<name>([^<]+)</.exec(property)![1],
            /<val[^>]*>([^]*)<\/val>/.exec(property)?.[1] ?? '',
          ]),
        ),
      };
    });
  }
}

/** What a call returned: a reference's value. */
export function returned(answer: string): string {
  return /<returnval[^>]*>([^<]+)</.exec(answer)![1];
}

/** The contents of elements that do not nest in themselves. */
export function elements(xml: string, name: string): string[] {
  return [
    ...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^]*?)</${name}>`, 'g')),
  ].map(([, content]) => content);
}
