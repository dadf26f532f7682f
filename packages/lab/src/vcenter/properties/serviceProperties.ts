import {
  FilterObject,
  ServiceObject,
  ViewObject,
} from '../sessions/SessionObject';
import {
  boolean,
  data,
  dateTime,
  int,
  PropertyNode,
  reference,
  references,
  string,
  strings,
} from './PropertyNode';

/** Version of the vim25 API that the lab speaks. */
export const apiVersion = '8.0.3.0';

const about = data<ServiceObject>('AboutInfo', {
  name: string(() => 'VMware vCenter Server'),
  fullName: string(() => 'VMware vCenter Server 8.0.3 (Backlot lab)'),
  vendor: string(() => 'VMware, Inc.'),
  version: string(() => '8.0.3'),
  patchLevel: string(() => '0'),
  build: string(() => '24022515'),
  localeVersion: string(() => 'INTL'),
  localeBuild: string(() => '000'),
  osType: string(() => 'linux-x64'),
  productLineId: string(() => 'vpx'),
  apiType: string(() => 'VirtualCenter'),
  apiVersion: string(() => apiVersion),
  instanceUuid: string(service => service.instanceUuid),
  licenseProductName: string(() => 'VMware VirtualCenter Server'),
  licenseProductVersion: string(() => '8.0'),
});

/** What a client asks first: where everything is. */
export const serviceContent = data<ServiceObject>('ServiceContent', {
  rootFolder: reference(() => 'group-d1'),
  propertyCollector: reference(() => 'propertyCollector'),
  viewManager: reference(() => 'ViewManager'),
  about,
  sessionManager: reference(() => 'SessionManager'),
});

/** Who is logged in, as Login answers it. */
export const userSession = data<ServiceObject>(
  'UserSession',
  {
    key: string(service => service.session?.key),
    userName: string(service => service.session?.userName),
    fullName: string(service => service.session?.userName),
    loginTime: dateTime(service => service.session?.loginTime),
    lastActiveTime: dateTime(service => service.session?.lastActiveTime),
    locale: string(() => 'en'),
    messageLocale: string(() => 'en'),
    extensionSession: boolean(() => false),
    ipAddress: string(() => '127.0.0.1'),
    userAgent: string(() => ''),
    callCount: int(() => 0),
  },
  service => service.session !== undefined,
);

const views: Record<string, PropertyNode<ViewObject>> = {
  container: reference(view => view.container),
  type: strings(view => view.types),
  recursive: boolean(view => view.recursive),
  view: references(view => view.contents()),
};

const collectors: Record<string, PropertyNode<ServiceObject>> = {
  filter: references(service => service.filters?.() ?? []),
};

const filters: Record<string, PropertyNode<FilterObject>> = {
  partialUpdates: boolean(() => false),
};

/** The types of what is no inventory. */
export const serviceTypes: Record<
  string,
  { properties: Record<string, PropertyNode<never>> }
> = {
  ServiceInstance: { properties: { content: serviceContent } },
  SessionManager: { properties: { currentSession: userSession } },
  ViewManager: { properties: {} },
  PropertyCollector: { properties: collectors },
  PropertyFilter: { properties: filters },
  ContainerView: { properties: views },
};
