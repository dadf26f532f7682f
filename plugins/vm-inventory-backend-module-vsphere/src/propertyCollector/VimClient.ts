import { ServiceUnavailableError } from '@backstage/errors';
import { TimeSlice } from '@backlot/plugin-vm-inventory-node';
import { escapeXml } from '../soap/escapeXml';
import { SoapClient } from '../soap/SoapClient';
import { childOf, textOf, XmlElement } from '../soap/XmlElement';
import {
  filterSpecOfObjects,
  filterSpecOfRelated,
  filterSpecOfView,
  PropertyPaths,
} from './filterSpec';
import { ObjectContent, objectContentOf } from './ObjectContent';
import { ObjectUpdate, objectUpdateOf } from './ObjectUpdate';
import { ManagedObjectReference } from './values';

/** @internal */
export interface ServiceContent {
  /** E.g. `VMware vCenter Server 8.0.3 build-24022515`. */
  product: string;
  instanceUuid?: string;
  rootFolder: string;
  propertyCollector: string;
  sessionManager: string;
  viewManager: string;
}

/** @internal */
export interface UpdateSet {
  version: string;
  /** More is waiting: ask again at once. */
  truncated: boolean;
  updates: ObjectUpdate[];
}

/** @internal */
export interface CallOptions {
  signal?: AbortSignal;
}

const PAGE_SIZE = 1000;
// Needs neither session nor inventory. A vCenter that takes longer is not there yet, and one that
// was asked while it hung is soon asked again.
const GREETING_MS = 5_000;
const pageElements = new Set(['token', 'objects']);
const waitElements = new Set(['version', 'truncated', 'objectSet']);

/**
 * A session with a vCenter and what the inventory needs of the PropertyCollector.
 *
 * @internal
 */
export class VimClient {
  readonly #soap: SoapClient;
  #content: ServiceContent | undefined;

  constructor(soap: SoapClient) {
    this.#soap = soap;
  }

  /** Needs no session. */
  async serviceContent(options: CallOptions = {}): Promise<ServiceContent> {
    if (!this.#content) {
      const answer = await this.#soap.call(
        'RetrieveServiceContent',
        '<RetrieveServiceContent xmlns="urn:vim25"><_this type="ServiceInstance">ServiceInstance</_this></RetrieveServiceContent>',
        { ...options, timeoutMs: GREETING_MS },
      );
      this.#content = serviceContentOf(answer);
    }
    return this.#content;
  }

  /** @throws VimFault InvalidLogin when the user name or the password is wrong */
  async login(
    username: string,
    password: string,
    options: CallOptions = {},
  ): Promise<void> {
    const { sessionManager } = await this.serviceContent(options);
    await this.#soap.call(
      'Login',
      `<Login xmlns="urn:vim25"><_this type="SessionManager">${sessionManager}</_this>` +
        `<userName>${escapeXml(username)}</userName><password>${escapeXml(
          password,
        )}</password></Login>`,
      options,
    );
  }

  /** Ends the session; vCenter keeps only so many. */
  async logout(options: CallOptions = {}): Promise<void> {
    const { sessionManager } = await this.serviceContent(options);
    await this.#soap.call(
      'Logout',
      `<Logout xmlns="urn:vim25"><_this type="SessionManager">${sessionManager}</_this></Logout>`,
      options,
    );
  }

  /** Makes a view of everything below the root folder, and answers its id. */
  async createView(
    types: readonly string[],
    options: CallOptions = {},
  ): Promise<string> {
    const { viewManager, rootFolder } = await this.serviceContent(options);
    const answer = await this.#soap.call(
      'CreateContainerView',
      `<CreateContainerView xmlns="urn:vim25"><_this type="ViewManager">${viewManager}</_this>` +
        `<container type="Folder">${rootFolder}</container>${types
          .map(type => `<type>${type}</type>`)
          .join('')}<recursive>true</recursive></CreateContainerView>`,
      options,
    );
    return required(answer, 'CreateContainerView').text;
  }

  async destroyView(view: string, options: CallOptions = {}): Promise<void> {
    await this.#soap.call(
      'DestroyView',
      `<DestroyView xmlns="urn:vim25"><_this type="ContainerView">${view}</_this></DestroyView>`,
      options,
    );
  }

  /**
   * Reads the objects of a view in pages. The next page is asked for as soon as its token was seen,
   * which is before the objects of the page that it ends.
   *
   * @param onObject - gets each object as it arrives, page by page
   */
  async retrieveView(
    view: string,
    paths: PropertyPaths,
    onObject: (object: ObjectContent) => void,
    options: CallOptions = {},
  ): Promise<void> {
    const { propertyCollector } = await this.serviceContent(options);
    const collector = `<_this type="PropertyCollector">${propertyCollector}</_this>`;
    await this.#retrieve(
      'RetrievePropertiesEx',
      `<RetrievePropertiesEx xmlns="urn:vim25">${collector}${filterSpecOfView(
        'specSet',
        view,
        paths,
      )}<options><maxObjects>${PAGE_SIZE}</maxObjects></options></RetrievePropertiesEx>`,
      collector,
      onObject,
      options,
    );
  }

  /** Reads properties of given objects; those that vanished are left out. */
  async retrieveObjects(
    type: string,
    ids: readonly string[],
    paths: readonly string[],
    options: CallOptions = {},
  ): Promise<ObjectContent[]> {
    const objects: ObjectContent[] = [];
    if (ids.length === 0) {
      return objects;
    }
    const { propertyCollector } = await this.serviceContent(options);
    const collector = `<_this type="PropertyCollector">${propertyCollector}</_this>`;
    await this.#retrieve(
      'RetrievePropertiesEx',
      `<RetrievePropertiesEx xmlns="urn:vim25">${collector}${filterSpecOfObjects(
        type,
        ids,
        paths,
      )}<options><maxObjects>${PAGE_SIZE}</maxObjects></options></RetrievePropertiesEx>`,
      collector,
      object => objects.push(object),
      options,
    );
    return objects;
  }

  /**
   * Reads the objects that a property of one object names, in pages.
   *
   * @param onObject - gets each object as it arrives, page by page
   */
  async retrieveRelated(
    object: ManagedObjectReference,
    property: string,
    paths: PropertyPaths,
    onObject: (object: ObjectContent) => void,
    options: CallOptions & { pageSize?: number } = {},
  ): Promise<void> {
    const { propertyCollector } = await this.serviceContent(options);
    const collector = `<_this type="PropertyCollector">${propertyCollector}</_this>`;
    await this.#retrieve(
      'RetrievePropertiesEx',
      `<RetrievePropertiesEx xmlns="urn:vim25">${collector}${filterSpecOfRelated(
        object,
        property,
        paths,
      )}<options><maxObjects>${
        options.pageSize ?? PAGE_SIZE
      }</maxObjects></options></RetrievePropertiesEx>`,
      collector,
      onObject,
      options,
    );
  }

  /** Makes a collector of its own, whose waiting disturbs no other. */
  async createPropertyCollector(options: CallOptions = {}): Promise<string> {
    const { propertyCollector } = await this.serviceContent(options);
    const answer = await this.#soap.call(
      'CreatePropertyCollector',
      `<CreatePropertyCollector xmlns="urn:vim25"><_this type="PropertyCollector">${propertyCollector}</_this></CreatePropertyCollector>`,
      options,
    );
    return required(answer, 'CreatePropertyCollector').text;
  }

  async createFilter(
    collector: string,
    view: string,
    paths: PropertyPaths,
    options: CallOptions = {},
  ): Promise<void> {
    await this.#soap.call(
      'CreateFilter',
      `<CreateFilter xmlns="urn:vim25"><_this type="PropertyCollector">${collector}</_this>${filterSpecOfView(
        'spec',
        view,
        paths,
      )}<partialUpdates>false</partialUpdates></CreateFilter>`,
      options,
    );
  }

  /**
   * Waits for changes.
   *
   * @param version - empty for everything that there is, else that of the last answer
   * @returns undefined when nothing changed while it waited
   */
  async waitForUpdates(
    collector: string,
    version: string,
    maxWaitSeconds: number,
    options: CallOptions = {},
  ): Promise<UpdateSet | undefined> {
    const updates: ObjectUpdate[] = [];
    let next: string | undefined;
    let truncated = false;
    await this.#soap.call(
      'WaitForUpdatesEx',
      `<WaitForUpdatesEx xmlns="urn:vim25"><_this type="PropertyCollector">${collector}</_this>` +
        `<version>${escapeXml(
          version,
        )}</version><options><maxWaitSeconds>${maxWaitSeconds}</maxWaitSeconds>` +
        `<maxObjectUpdates>${PAGE_SIZE}</maxObjectUpdates></options></WaitForUpdatesEx>`,
      {
        ...options,
        holdMs: maxWaitSeconds * 1000,
        elements: waitElements,
        onElement: element => {
          if (element.name === 'objectSet') {
            updates.push(objectUpdateOf(element));
          } else if (element.name === 'version') {
            next = element.text;
          } else {
            truncated = element.text === 'true';
          }
        },
      },
    );
    return next === undefined
      ? undefined
      : { version: next, truncated, updates };
  }

  /** The session's own time at vCenter; the cheapest call that needs a session. */
  async currentTime(options: CallOptions = {}): Promise<string> {
    const answer = await this.#soap.call(
      'CurrentTime',
      '<CurrentTime xmlns="urn:vim25"><_this type="ServiceInstance">ServiceInstance</_this></CurrentTime>',
      options,
    );
    return required(answer, 'CurrentTime').text;
  }

  /**
   * Calls a method of an object that takes no place in reading.
   *
   * @param body - arguments as XML, in the schema's order
   * @returns the value of the reference that it answers with, if any
   */
  async invoke(
    method: string,
    { type, value }: ManagedObjectReference,
    body: string,
    options: CallOptions = {},
  ): Promise<string | undefined> {
    const answer = await this.#soap.call(
      method,
      `<${method} xmlns="urn:vim25"><_this type="${type}">${escapeXml(
        value,
      )}</_this>${body}</${method}>`,
      options,
    );
    return answer?.text;
  }

  async close(): Promise<void> {
    await this.#soap.close();
  }

  async #retrieve(
    method: string,
    body: string,
    collector: string,
    onObject: (object: ObjectContent) => void,
    options: CallOptions,
  ): Promise<void> {
    // Ends the page that was asked for ahead when the one before it fails.
    const ahead = new AbortController();
    const signal = options.signal
      ? AbortSignal.any([options.signal, ahead.signal])
      : ahead.signal;

    const page = async (
      pageMethod: string,
      pageBody: string,
      before: Promise<void> | undefined,
    ): Promise<void> => {
      let following: Promise<void> | undefined;
      const ending: { done?: Promise<void> } = {};
      const waiting: ObjectContent[] = [];
      let turn = false;
      const mine = Promise.resolve(before).then(async () => {
        const slice = new TimeSlice();
        // What comes meanwhile is behind those that wait.
        for (const object of waiting) {
          onObject(object);
          if (slice.isOver) {
            await slice.next();
          }
        }
        waiting.length = 0;
        turn = true;
      });
      const read = this.#soap.call(pageMethod, pageBody, {
        signal,
        elements: pageElements,
        onElement: element => {
          if (element.name === 'token') {
            following = page(
              'ContinueRetrievePropertiesEx',
              `<ContinueRetrievePropertiesEx xmlns="urn:vim25">${collector}<token>${escapeXml(
                element.text,
              )}</token></ContinueRetrievePropertiesEx>`,
              ending.done,
            );
            following.catch(() => {});
            return;
          }
          const object = objectContentOf(element);
          if (turn) {
            onObject(object);
          } else {
            waiting.push(object);
          }
        },
      });
      ending.done = Promise.all([read, mine]).then(() => {});
      ending.done.catch(() => ahead.abort());
      await ending.done;
      await following;
    };
    await page(method, body, Promise.resolve());
  }
}

function required(answer: XmlElement | undefined, method: string): XmlElement {
  if (!answer) {
    throw new ServiceUnavailableError(
      `vCenter answered ${method} with nothing. Check that the URL is a vCenter's.`,
    );
  }
  return answer;
}

function serviceContentOf(answer: XmlElement | undefined): ServiceContent {
  const content = required(answer, 'RetrieveServiceContent');
  const about = childOf(content, 'about');
  const id = (name: string) => {
    const value = textOf(content, name);
    if (!value) {
      throw new ServiceUnavailableError(
        `vCenter's service content names no ${name}. Check that the URL is a vCenter's.`,
      );
    }
    return value;
  };
  return {
    product: (about && textOf(about, 'fullName')) ?? 'unknown product',
    instanceUuid: about && textOf(about, 'instanceUuid'),
    rootFolder: id('rootFolder'),
    propertyCollector: id('propertyCollector'),
    sessionManager: id('sessionManager'),
    viewManager: id('viewManager'),
  };
}
