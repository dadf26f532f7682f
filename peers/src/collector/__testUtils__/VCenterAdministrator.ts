import {
  elements,
  Reference,
  returned,
  SimulatedObject,
  SimulatorSession,
} from '../../SimulatorSession';
import { VCenterSimulator } from '../../startVCenterSimulator';

const allocation =
  '<reservation>0</reservation><expandableReservation>true</expandableReservation><limit>-1</limit><shares><shares>4000</shares><level>normal</level></shares>';

/** One who changes a vCenter by other ways than Backlot's. */
export class VCenterAdministrator {
  readonly #session: SimulatorSession;

  static async login(
    simulator: VCenterSimulator,
  ): Promise<VCenterAdministrator> {
    return new VCenterAdministrator(await SimulatorSession.login(simulator));
  }

  private constructor(session: SimulatorSession) {
    this.#session = session;
  }

  /** All objects of a type, with their names as vCenter escapes them. */
  all(type: string, ...paths: string[]): Promise<SimulatedObject[]> {
    return this.#session.all(type, ['name', ...paths]);
  }

  /** @throws Error when there is none */
  async named(type: string, name: string): Promise<Reference> {
    const found = (await this.all(type)).find(
      ({ properties }) => properties.name === name,
    );
    if (!found) {
      throw new Error(`The simulator has no ${type} '${name}'`);
    }
    return found.reference;
  }

  async createMachine(
    name: string,
    at: { folder: Reference; pool: Reference; datastore: string },
  ): Promise<Reference> {
    const value = await this.#session.task(at.folder, 'CreateVM_Task', [
      `<config><name>${name}</name><guestId>rhel9_64Guest</guestId>`,
      `<files><vmPathName>[${at.datastore}]</vmPathName></files>`,
      '<numCPUs>2</numCPUs><memoryMB>64</memoryMB></config>',
      `<pool type="${at.pool.type}">${at.pool.value}</pool>`,
    ]);
    return { type: 'VirtualMachine', value: value! };
  }

  async rename(object: Reference, escapedName: string): Promise<void> {
    await this.#session.task(object, 'Rename_Task', [
      `<newName>${escapedName}</newName>`,
    ]);
  }

  async moveInto(folder: Reference, object: Reference): Promise<void> {
    await this.#session.task(folder, 'MoveIntoFolder_Task', [
      `<list type="${object.type}">${object.value}</list>`,
    ]);
  }

  async relocate(
    machine: Reference,
    { pool, host }: { pool: string; host: string },
  ): Promise<void> {
    await this.#session.task(machine, 'RelocateVM_Task', [
      `<spec><pool type="ResourcePool">${pool}</pool><host type="HostSystem">${host}</host></spec>`,
      '<priority>defaultPriority</priority>',
    ]);
  }

  async powerOn(machine: Reference): Promise<void> {
    await this.#session.task(machine, 'PowerOnVM_Task', []);
  }

  async powerOff(machine: Reference): Promise<void> {
    await this.#session.task(machine, 'PowerOffVM_Task', []);
  }

  async reconfigure(machine: Reference, spec: string): Promise<void> {
    await this.#session.task(machine, 'ReconfigVM_Task', [
      `<spec>${spec}</spec>`,
    ]);
  }

  async snapshot(machine: Reference, name: string): Promise<void> {
    await this.#session.task(machine, 'CreateSnapshot_Task', [
      `<name>${name}</name><memory>false</memory><quiesce>false</quiesce>`,
    ]);
  }

  async markAsTemplate({ type, value }: Reference): Promise<void> {
    await this.#session.call(type, value, 'MarkAsTemplate', []);
  }

  async destroy(object: Reference): Promise<void> {
    await this.#session.task(object, 'Destroy_Task', []);
  }

  async createFolder(above: Reference, name: string): Promise<Reference> {
    const value = returned(
      await this.#session.call(above.type, above.value, 'CreateFolder', [
        `<name>${name}</name>`,
      ]),
    );
    return { type: 'Folder', value };
  }

  async createResourcePool(above: Reference, name: string): Promise<Reference> {
    const value = returned(
      await this.#session.call(above.type, above.value, 'CreateResourcePool', [
        `<name>${name}</name><spec><cpuAllocation>${allocation}</cpuAllocation>`,
        `<memoryAllocation>${allocation}</memoryAllocation></spec>`,
      ]),
    );
    return { type: 'ResourcePool', value };
  }

  /** Keys of all sessions but this one. */
  async otherSessions(): Promise<string[]> {
    const { sessionList, currentSession } = await this.#session.read(
      { type: 'SessionManager', value: 'SessionManager' },
      ['sessionList', 'currentSession'],
    );
    const [own] = elements(currentSession, 'key');
    return elements(sessionList, 'key').filter(key => key !== own);
  }

  /** Ends all sessions but this one. */
  async endOtherSessions(): Promise<number> {
    const others = await this.otherSessions();
    await this.#session.call(
      'SessionManager',
      'SessionManager',
      'TerminateSession',
      others.map(key => `<sessionId>${key}</sessionId>`),
    );
    return others.length;
  }
}
