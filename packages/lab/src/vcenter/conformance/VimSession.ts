import { Agent, request } from 'undici';
import {
  child,
  children,
  parseSoapRequest,
  SoapElement,
  textOf,
} from '../soap/SoapElement';
import { escapeXml } from '../soap/escapeXml';
import { VCenterUnderTest } from './VCenterUnderTest';

/** A managed object reference. */
export interface Reference {
  type: string;
  ref: string;
}

/** A fault that a vCenter answered with. */
export class VimCallFault extends Error {
  readonly status: number;
  /** E.g. `NotAuthenticated`. */
  readonly fault: string;

  constructor(status: number, fault: string, message: string) {
    super(`${fault}: ${message}`);
    this.name = 'VimCallFault';
    this.status = status;
    this.fault = fault;
  }
}

/** The properties of an object by path: text, or the element for what is more than text. */
export interface ReadObject extends Reference {
  kind?: string;
  properties: Map<string, SoapElement | undefined>;
  missing: Map<string, string>;
}

/** A page of objects. */
export interface Page {
  token?: string;
  objects: ReadObject[];
  /** The answer as it came. */
  text: string;
}

/** A set of updates. */
export interface Updates {
  version: string;
  truncated: boolean;
  objects: ReadObject[];
}

export const serviceInstance = {
  type: 'ServiceInstance',
  ref: 'ServiceInstance',
};
export const sessionManager = { type: 'SessionManager', ref: 'SessionManager' };
export const viewManager = { type: 'ViewManager', ref: 'ViewManager' };

function element(name: string, { type, ref }: Reference): string {
  return `<${name} type="${type}">${escapeXml(ref)}</${name}>`;
}

function reference(node: SoapElement): Reference {
  return { type: node.attributes.type, ref: node.text.trim() };
}

function readObject(node: SoapElement, changes: string): ReadObject {
  return {
    kind: textOf(node, 'kind'),
    ...reference(child(node, 'obj')!),
    properties: new Map(
      children(node, changes).map(change => [
        textOf(change, 'name')!,
        child(change, 'val'),
      ]),
    ),
    missing: new Map(
      children(node, 'missingSet').map(missing => [
        textOf(missing, 'path')!,
        child(child(missing, 'fault'), 'fault')!.xsiType ?? '',
      ]),
    ),
  };
}

/** Speaks to a vCenter in SOAP, no more cleverly than the test that uses it. */
export class VimSession {
  readonly #target: VCenterUnderTest;
  readonly #agent: Agent;
  cookie: string | undefined;
  propertyCollector: Reference = { type: '', ref: '' };
  rootFolder: Reference = { type: '', ref: '' };

  constructor(target: VCenterUnderTest) {
    this.#target = target;
    this.#agent = new Agent({ connect: { ca: target.ca } });
  }

  /** A session that is logged in. */
  static async open(target: VCenterUnderTest): Promise<VimSession> {
    const session = new VimSession(target);
    await session.login();
    return session;
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  async login(): Promise<void> {
    const content = child(
      await this.call('RetrieveServiceContent', serviceInstance),
      'returnval',
    );
    this.propertyCollector = reference(child(content, 'propertyCollector')!);
    this.rootFolder = reference(child(content, 'rootFolder')!);
    await this.call(
      'Login',
      sessionManager,
      `<userName>${escapeXml(
        this.#target.username,
      )}</userName><password>${escapeXml(this.#target.password)}</password>`,
    );
  }

  async get(path: string): Promise<string> {
    const { body } = await request(`${this.#target.url}${path}`, {
      dispatcher: this.#agent,
    });
    return body.text();
  }

  /** The answer's text. @throws VimCallFault */
  async send(method: string, self: Reference, content = ''): Promise<string> {
    const answer = await request(`${this.#target.url}/sdk`, {
      method: 'POST',
      dispatcher: this.#agent,
      headers: {
        'content-type': 'text/xml; charset="utf-8"',
        soapaction: 'urn:vim25/8.0.1.0',
        ...(this.cookie && { cookie: this.cookie }),
      },
      body:
        '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope' +
        ' xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>' +
        `<${method} xmlns="urn:vim25">${element(
          '_this',
          self,
        )}${content}</${method}></soapenv:Body></soapenv:Envelope>`,
    });
    const cookies = [answer.headers['set-cookie'] ?? []].flat();
    this.cookie =
      cookies
        .map(cookie => cookie.split(';')[0])
        .find(cookie => cookie.startsWith('vmware_soap_session=')) ??
      this.cookie;
    const text = await answer.body.text();
    if (answer.statusCode !== 200) {
      const fault = parseSoapRequest(text);
      const detail = child(fault, 'detail')?.children[0];
      throw new VimCallFault(
        answer.statusCode,
        detail?.xsiType ?? detail?.name ?? 'unknown',
        textOf(fault, 'faultstring') ?? '',
      );
    }
    return text;
  }

  /** The element of the answer. @throws VimCallFault */
  async call(
    method: string,
    self: Reference,
    content = '',
  ): Promise<SoapElement> {
    return parseSoapRequest(await this.send(method, self, content));
  }

  /** The reference that a call answers with. */
  async make(
    method: string,
    self: Reference,
    content = '',
  ): Promise<Reference> {
    const answer = await this.call(method, self, content);
    return reference(child(answer, 'returnval')!);
  }

  /** A view of all objects of some types. */
  view(...types: string[]): Promise<Reference> {
    return this.make(
      'CreateContainerView',
      viewManager,
      `${element('container', this.rootFolder)}${types
        .map(type => `<type>${type}</type>`)
        .join('')}<recursive>true</recursive>`,
    );
  }

  /** A specification of the objects of a view. */
  static ofView(
    view: Reference,
    paths: Record<string, string[]>,
    name = 'specSet',
  ): string {
    return VimSession.spec(
      paths,
      `<objectSet>${element('obj', view)}<skip>true</skip>` +
        '<selectSet xsi:type="TraversalSpec"><name>v</name><type>ContainerView</type>' +
        '<path>view</path><skip>false</skip></selectSet></objectSet>',
      name,
    );
  }

  /** A specification of one object. */
  static ofObject(
    object: Reference,
    paths: string[],
    name = 'specSet',
  ): string {
    return VimSession.spec(
      { [object.type]: paths },
      `<objectSet>${element('obj', object)}<skip>false</skip></objectSet>`,
      name,
    );
  }

  static spec(
    paths: Record<string, string[]>,
    objectSet: string,
    name = 'specSet',
  ): string {
    const propSets = Object.entries(paths).map(
      ([type, pathSet]) =>
        `<propSet><type>${type}</type>${pathSet
          .map(path => `<pathSet>${path}</pathSet>`)
          .join('')}</propSet>`,
    );
    return `<${name}>${propSets.join(
      '',
    )}${objectSet}<reportMissingObjectsInResults>false</reportMissingObjectsInResults></${name}>`;
  }

  /** One page. */
  async page(spec: string, maxObjects?: number): Promise<Page> {
    return this.#asPage(
      await this.send(
        'RetrievePropertiesEx',
        this.propertyCollector,
        `${spec}<options>${
          maxObjects ? `<maxObjects>${maxObjects}</maxObjects>` : ''
        }</options>`,
      ),
    );
  }

  /** The page that a token stands for. */
  async nextPage(token: string): Promise<Page> {
    return this.#asPage(
      await this.send(
        'ContinueRetrievePropertiesEx',
        this.propertyCollector,
        `<token>${escapeXml(token)}</token>`,
      ),
    );
  }

  /** All pages. */
  async read(spec: string, maxObjects?: number): Promise<ReadObject[]> {
    let page = await this.page(spec, maxObjects);
    const objects = page.objects;
    while (page.token !== undefined) {
      page = await this.nextPage(page.token);
      objects.push(...page.objects);
    }
    return objects;
  }

  /** A property collector of its own with one filter. */
  async watch(spec: string): Promise<Reference> {
    const collector = await this.make(
      'CreatePropertyCollector',
      this.propertyCollector,
    );
    await this.make(
      'CreateFilter',
      collector,
      `${spec}<partialUpdates>false</partialUpdates>`,
    );
    return collector;
  }

  /** What is new since a version; undefined when nothing is in the time. */
  async wait(
    collector: Reference,
    version: string,
    options: { maxWaitSeconds?: number; maxObjectUpdates?: number } = {},
  ): Promise<Updates | undefined> {
    const { maxWaitSeconds = 10, maxObjectUpdates } = options;
    const returnval = child(
      await this.call(
        'WaitForUpdatesEx',
        collector,
        `<version>${version}</version><options><maxWaitSeconds>${maxWaitSeconds}</maxWaitSeconds>${
          maxObjectUpdates
            ? `<maxObjectUpdates>${maxObjectUpdates}</maxObjectUpdates>`
            : ''
        }</options>`,
      ),
      'returnval',
    );
    return (
      returnval && {
        version: textOf(returnval, 'version')!,
        truncated: textOf(returnval, 'truncated') === 'true',
        objects: children(returnval, 'filterSet').flatMap(filter =>
          children(filter, 'objectSet').map(object =>
            readObject(object, 'changeSet'),
          ),
        ),
      }
    );
  }

  /** All there is from the beginning, and the version that it is complete with. */
  async waitForAll(collector: Reference): Promise<Updates> {
    const all: Updates = { version: '', truncated: true, objects: [] };
    while (all.truncated) {
      const updates = await this.wait(collector, all.version);
      all.version = updates!.version;
      all.truncated = updates!.truncated;
      all.objects.push(...updates!.objects);
    }
    return all;
  }

  /** Waits until an update is the one that is looked for. */
  async waitUntil(
    collector: Reference,
    version: string,
    isIt: (object: ReadObject) => boolean,
  ): Promise<{ version: string; object: ReadObject }> {
    let current = version;
    for (let calls = 0; calls < 50; calls += 1) {
      const updates = await this.wait(collector, current);
      if (!updates) {
        break;
      }
      current = updates.version;
      const object = updates.objects.find(isIt);
      if (object) {
        return { version: current, object };
      }
    }
    throw new Error('The update that was waited for did not come');
  }

  /** Waits for a task; resolves with its result, or the name of its fault. */
  async task(
    method: string,
    self: Reference,
    content = '',
  ): Promise<{ state: string; fault?: string }> {
    const task = await this.make(method, self, content);
    const collector = await this.watch(
      VimSession.ofObject(task, ['info'], 'spec'),
    );
    const isOver = (object: ReadObject) =>
      ['success', 'error'].includes(
        textOf(object.properties.get('info'), 'state') ?? '',
      );
    const { object } = await this.waitUntil(collector, '', isOver);
    await this.call('DestroyPropertyCollector', collector);
    const info = object.properties.get('info');
    return {
      state: textOf(info, 'state')!,
      fault: child(child(info, 'error'), 'fault')?.xsiType,
    };
  }

  #asPage(text: string): Page {
    const returnval = child(parseSoapRequest(text), 'returnval');
    return {
      text,
      token: textOf(returnval, 'token'),
      objects: children(returnval, 'objects').map(object =>
        readObject(object, 'propSet'),
      ),
    };
  }
}
