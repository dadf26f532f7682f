// Measures a request's way on the real peers; writes docs/bench-chain.md.
import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { resolve } from 'node:path';
import {
  BackendPeers,
  formValues,
  Platform,
  startPlatform,
} from '@backlot/peers/requests';
import { allocationsSection, measureAllocations } from './allocations';
import { BareRow, bareRow } from './bareRow';
import { chainReport } from './chainReport';
import { ChainSample, sampleOf } from './chainSample';
import { Meter } from './Meter';
import { OpenGate } from './OpenGate';

const page = resolve(__dirname, '../../docs/bench-chain.md');
/** One goes before, unmeasured: it fills caches that a running company's have filled. */
const requests = 5;

interface Meters {
  netbox: Meter;
  forge: Meter;
  atlantis: Meter;
}

async function measure(
  { api }: Platform,
  meters: Meters,
  name: string,
): Promise<ChainSample> {
  await Promise.all([api.signIn('anna.weber'), api.signIn('priya.nair')]);
  const requested = Date.now();
  const task = await api.request(formValues(name, 'production'));
  const planned = await api.requestOf(task, ({ plan }) => Boolean(plan));
  const approved = Date.now();
  await api.approve(planned);
  await api.waitFor(planned.id, ({ state }) => state === 'done');
  return sampleOf(
    {
      netbox: meters.netbox.calls,
      forge: meters.forge.calls,
      atlantis: meters.atlantis.calls,
    },
    { requested, approved, history: await api.history(planned.id) },
  );
}

/** What Backlot does after an approval, done by hand on a request that it has only planned. */
async function measureBare(
  { api, peers, netbox }: Platform,
  meters: Meters,
  gate: OpenGate,
  name: string,
): Promise<BareRow> {
  const task = await api.request(formValues(name, 'production'));
  const planned = await api.requestOf(task, ({ plan }) => Boolean(plan));
  gate.open(`vms/production/${name}`);
  return bareRow(
    {
      netbox: { url: meters.netbox.url, token: netbox.token },
      forge: { url: meters.forge.url, token: peers.forge.token },
      atlantis: {
        url: meters.atlantis.url,
        apiSecret: peers.atlantis.apiSecret,
      },
    },
    planned,
  );
}

/** Has the backend go through the meters. */
function metered(peers: BackendPeers, meters: Meters): BackendPeers {
  return {
    ...peers,
    netbox: { url: meters.netbox.url, token: peers.netbox.token },
    forge: { url: meters.forge.url, token: peers.forge.token },
    atlantis: {
      url: meters.atlantis.url,
      apiSecret: peers.atlantis.apiSecret,
    },
  };
}

async function main(): Promise<void> {
  let meters: Meters | undefined;
  let gate: OpenGate | undefined;
  try {
    const platform = await startPlatform({
      report: line => console.error(line),
      async beforeGate(backendUrl) {
        gate = await OpenGate.before(backendUrl);
        return gate.url;
      },
      async between(peers) {
        meters = {
          netbox: await Meter.before(peers.netbox.url),
          forge: await Meter.before(peers.forge.url),
          atlantis: await Meter.before(peers.atlantis.url),
        };
        return metered(peers, meters);
      },
    });
    try {
      const samples: ChainSample[] = [];
      const bare: BareRow[] = [];
      for (let index = 0; index <= requests; index++) {
        const sample = await measure(platform, meters!, `bench${index}`);
        const row = await measureBare(platform, meters!, gate!, `bare${index}`);
        console.error(
          `Request ${index}: ${sample.plan.rest} ms and ${sample.start.rest} ms are ours; approval to done ${sample.approvedToDone} ms, by hand ${row.total} ms`,
        );
        if (index > 0) {
          samples.push(sample);
          bare.push(row);
        }
      }
      const report = chainReport(samples, bare, {
        node: process.version,
        cores: availableParallelism(),
        load: loadavg()[0],
        allocations: allocationsSection(await measureAllocations()),
      });
      await writeFile(page, report);
      console.log(report);
    } finally {
      await platform.close();
    }
  } finally {
    for (const proxy of [...Object.values(meters ?? {}), gate]) {
      await proxy?.close();
    }
  }
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
