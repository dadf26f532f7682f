import { ManagedObject } from '../model/ManagedObject';

/** A view of the inventory, as its properties see it. */
export interface ViewObject {
  readonly type: 'ContainerView';
  readonly ref: string;
  readonly container: string;
  readonly types: string[];
  readonly recursive: boolean;
  contents(): Iterable<string>;
}

export interface FilterObject {
  readonly type: 'PropertyFilter';
  readonly ref: string;
}

/** One of the fixed objects of the service, or a property collector. */
export interface ServiceObject {
  readonly type:
    | 'ServiceInstance'
    | 'SessionManager'
    | 'ViewManager'
    | 'PropertyCollector';
  readonly ref: string;
  readonly instanceUuid?: string;
  readonly session?: {
    key: string;
    userName: string;
    loginTime: string;
    lastActiveTime: string;
  };
  filters?(): Iterable<string>;
}

/** Anything that has properties. */
export type ReadableObject =
  | ManagedObject
  | ViewObject
  | FilterObject
  | ServiceObject;
