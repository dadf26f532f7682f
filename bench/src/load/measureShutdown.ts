import { startLab } from '@backlot/lab';
import { keepBusy, LabBackend } from '@backlot/peers/lab-backend';
import { infrastructure } from './infrastructure';

/** What is open when a backend is told to end. */
export interface ShutdownLoad {
  tasks: number;
  streams: number;
  polls: number;
}

/** From SIGTERM to the end of the process, in milliseconds. */
export async function measureShutdown(
  directory: string,
  load: ShutdownLoad,
): Promise<number> {
  const lab = await startLab({
    infrastructure,
    // A plan takes longer than all of it.
    pace: { netbox: false, terraformLine: 120_000 },
  });
  let backend: LabBackend | undefined;
  try {
    backend = await LabBackend.start({
      directory,
      lab,
      config: {
        backend: { server: { keepAliveTimeout: { seconds: 65 } } },
        vmRequests: { streams: { maxPerPerson: 1_000 } },
      },
    });
    const busy = await keepBusy(backend, load);
    const ended = busy.end();
    const { milliseconds } = await backend.tellToEnd();
    await ended;
    return milliseconds;
  } finally {
    await backend?.kill();
    await lab.close();
  }
}
