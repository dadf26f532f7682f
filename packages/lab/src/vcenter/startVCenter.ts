import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Certificates } from '../certificates/Certificates';
import { loadCertificates } from '../certificates/loadCertificates';
import { LabPeerOptions } from '../LabPeer';
import { StateFile } from '../state/StateFile';
import { LabVCenter } from './LabVCenter';
import { createLabMachines } from './machines/createLabMachines';
import { ManagedObjectStore } from './model/ManagedObjectStore';
import { TaskRunner } from './model/TaskRunner';
import { VCenterModel } from './model/VCenterModel';
import { snapshot, VCenterState } from './model/VCenterState';
import { seedModel } from './seed/seedModel';
import { createSdkHandler } from './server/createSdkHandler';
import { TlsServer } from './server/TlsServer';
import { Sessions } from './sessions/Sessions';

/**
 * How long things take in the lab's vCenter, in milliseconds.
 *
 * @public
 */
export interface LabPace {
  /** A task, such as power-on. 300 by default. */
  task?: number;
  /** A clone. 1,500 by default. */
  clone?: number;
  /** From power-on until the guest reports its address. 1,500 by default. */
  boot?: number;
}

/**
 * What the lab's vCenter is started with.
 *
 * @public
 */
export interface LabVCenterOptions extends LabPeerOptions {
  /** `administrator@vsphere.local` by default. */
  username?: string;
  /** A random one by default, which `LabVCenter.password` tells. */
  password?: string;
  /** Password of `backlot-operator@vsphere.local`; a random one by default. */
  operatorPassword?: string;
  /** Password of `backlot-reader@vsphere.local`; a random one by default. */
  readerPassword?: string;
  /** Its own ones by default. */
  certificates?: Certificates;
  /** Believable by default. */
  pace?: LabPace;
  /** Milliseconds without a call after which a session is forgotten; 30 minutes by default. */
  sessionIdleMs?: number;
  /** The clock by which sessions are idle, milliseconds since 1970; the computer's by default. */
  now?: () => number;
}

const defaultPace = { task: 300, clone: 1500, boot: 1500 };
const defaultIdleMs = 30 * 60 * 1000;
const newPassword = () => randomBytes(18).toString('base64url');
/** Changes of this time are saved together, unless somebody waits for it. */
const saveDelayMs = 250;

/**
 * Starts the lab's vCenter.
 *
 * @public
 */
export async function startVCenter(
  options: LabVCenterOptions,
): Promise<LabVCenter> {
  const { company, faults, directory } = options;
  const pace = { ...defaultPace, ...options.pace };
  const username = options.username ?? 'administrator@vsphere.local';
  const password = options.password ?? newPassword();
  const operator = {
    username: 'backlot-operator@vsphere.local',
    password: options.operatorPassword ?? newPassword(),
  };
  const reader = {
    username: 'backlot-reader@vsphere.local',
    password: options.readerPassword ?? newPassword(),
  };
  const certificates =
    options.certificates ?? (await loadCertificates(directory));

  const file = new StateFile<VCenterState>(
    directory && join(directory, 'vcenter.json'),
  );
  const kept = await file.load();
  const instanceUuid = kept?.instanceUuid ?? randomUUID();
  const store = new ManagedObjectStore(kept?.objects, kept?.lastId);
  const model = new VCenterModel(store, pace.boot);
  const save = () => file.save(() => snapshot(store, instanceUuid));
  if (kept) {
    model.resume();
  } else {
    seedModel(model, company);
    await save();
  }
  let saving: NodeJS.Timeout | undefined;
  const saveSoon = () => {
    saving ??= setTimeout(() => {
      saving = undefined;
      save().catch(error =>
        process.emitWarning(`The lab's vCenter could not save: ${error}`),
      );
    }, saveDelayMs);
  };
  const unobserve = store.observe({ touching: () => {}, committed: saveSoon });

  const tasks = new TaskRunner(store, pace.task);
  const sessions = new Sessions({
    accounts: [
      { username, password, role: 'administrator' },
      { ...operator, role: 'operator' },
      { ...reader, role: 'reader' },
    ],
    idleMs: options.sessionIdleMs ?? defaultIdleMs,
    now: options.now ?? Date.now,
    instanceUuid,
    store,
    privileges: model.privileges,
  });
  const server = new TlsServer(
    certificates,
    createSdkHandler({ sessions, model, tasks, instanceUuid, faults }),
    options.port ?? 0,
  );
  const unsubscribe = faults.onSwitchedOn(fault => {
    if (fault.peer === 'vcenter' && fault.kind === 'down' && !fault.path) {
      server.cutConnections();
    }
  });
  await server.start();

  return {
    url: server.url,
    ca: certificates.ca,
    username,
    password,
    operator,
    reader,
    model,
    machines: createLabMachines({ model, cloneMs: pace.clone, saved: save }),
    get openSessions() {
      return sessions.size;
    },
    expireSessions(answer = 'fault') {
      sessions.expiredAnswer = answer;
      sessions.expireAll();
    },
    async restart(downMs = 0) {
      sessions.expireAll();
      await server.stop();
      await new Promise(resolve => setTimeout(resolve, downMs));
      await server.start();
    },
    async close() {
      unsubscribe();
      sessions.expireAll();
      await server.stop();
      await tasks.settled();
      model.close();
      unobserve();
      clearTimeout(saving);
      await save();
    },
  };
}
