// Measures allocations of addresses beside bare calls, on the lab's NetBox.
import {
  FaultSwitches,
  LabNetBox,
  smallCompany,
  startNetBox,
} from '@backlot/lab';
import { NetBoxClient } from '@backlot/netbox-client';
import { request } from 'undici';
import { median } from './intervals';
import { markdownTable } from './markdownTable';

/** How many calls to NetBox a burst of allocations may take. */
const callTarget = 8;

const prefix = '10.20.210.0/24';
const gateway = '10.20.210.1';
const burst = 50;

/** What some allocations took: calls of NetBox's API, and milliseconds. */
export interface AllocationCost {
  calls: number;
  milliseconds: number;
}

/** One row of the comparison: Backlot's client beside bare calls, in one run. */
export interface AllocationFigure {
  title: string;
  backlot: AllocationCost;
  bare: AllocationCost;
}

async function cost(
  netbox: LabNetBox,
  work: () => Promise<unknown>,
): Promise<AllocationCost> {
  const calls = netbox.calls;
  const began = performance.now();
  await work();
  return {
    calls: netbox.calls - calls,
    milliseconds: performance.now() - began,
  };
}

function middle(costs: AllocationCost[]): AllocationCost {
  return {
    calls: median(costs.map(({ calls }) => calls)),
    milliseconds: median(costs.map(({ milliseconds }) => milliseconds)),
  };
}

/** A NetBox that takes as long as a real one of two cores does. */
async function withNetBox<T>(
  work: (netbox: LabNetBox) => Promise<T>,
): Promise<T> {
  const netbox = await startNetBox({
    company: { ...smallCompany, machines: 0 },
    faults: new FaultSwitches(),
  });
  try {
    return await work(netbox);
  } finally {
    await netbox.close();
  }
}

async function backlot(count: number, warm: boolean): Promise<AllocationCost> {
  return withNetBox(async netbox => {
    const client = new NetBoxClient({
      url: netbox.url,
      token: netbox.leastPrivilegeToken,
    });
    const allocate = (name: string) =>
      client.allocate({
        prefix,
        gateway,
        key: `${name}.dev.acme.example/eth0/ipv4`,
        dnsName: `${name}.dev.acme.example`,
      });
    try {
      if (warm) {
        await allocate('warm');
      }
      return await cost(netbox, () =>
        Promise.all(
          Array.from({ length: count }, (_, index) => allocate(`vm${index}`)),
        ),
      );
    } finally {
      await client.close();
    }
  });
}

/** One call for each address, all at once, as curl would send them. */
async function bare(count: number): Promise<AllocationCost> {
  return withNetBox(async netbox => {
    const call = async (path: string, body?: unknown) => {
      const answer = await request(`${netbox.url}/api/${path}`, {
        method: body ? 'POST' : 'GET',
        headers: {
          authorization: `Bearer ${netbox.leastPrivilegeToken}`,
          'content-type': 'application/json',
        },
        body: body ? JSON.stringify(body) : undefined,
      });
      return (await answer.body.json()) as { results: { id: number }[] };
    };
    const { results } = await call(`ipam/prefixes/?prefix=${prefix}`);
    return cost(netbox, () =>
      Promise.all(
        Array.from({ length: count }, (_, index) =>
          call(`ipam/prefixes/${results[0].id}/available-ips/`, {
            status: 'reserved',
            dns_name: `vm${index}.dev.acme.example`,
            custom_fields: {
              backlot_allocation: `vm${index}.dev.acme.example/eth0/ipv4`,
            },
          }),
        ),
      ),
    );
  });
}

async function several(
  runs: number,
  measure: () => Promise<AllocationCost>,
): Promise<AllocationCost> {
  const costs: AllocationCost[] = [];
  for (let run = 0; run < runs; run += 1) {
    costs.push(await measure());
  }
  return middle(costs);
}

/**
 * Measures allocations on one prefix, by Backlot's client and by bare calls: medians of some runs,
 * each with a NetBox of its own.
 */
export async function measureAllocations(
  runs = 5,
): Promise<AllocationFigure[]> {
  // Unmeasured, so that neither side pays for what the process does only once.
  await bare(burst);
  await backlot(burst, true);
  const one = await several(runs, () => bare(1));
  const many = await several(runs, () => bare(burst));
  return [
    {
      title: 'One',
      backlot: await several(runs, () => backlot(1, true)),
      bare: one,
    },
    {
      title: `${burst} at once`,
      backlot: await several(runs, () => backlot(burst, true)),
      bare: many,
    },
    {
      title: `${burst} at once, the first after a start`,
      backlot: await several(runs, () => backlot(burst, false)),
      bare: many,
    },
  ];
}

/** The figures as a section in Markdown. */
export function allocationsSection(figures: AllocationFigure[]): string[] {
  return [
    '## Allocations of addresses on one prefix',
    '',
    ...markdownTable(
      [
        'Allocations',
        'Calls to NetBox',
        'Bare calls',
        'Milliseconds',
        'Bare',
        'Ratio',
        `Target: ≤ ${callTarget} calls`,
      ],
      ['left', 'right', 'right', 'right', 'right', 'right', 'left'],
      figures.map(figure => [
        figure.title,
        String(figure.backlot.calls),
        String(figure.bare.calls),
        figure.backlot.milliseconds.toFixed(0),
        figure.bare.milliseconds.toFixed(0),
        (figure.backlot.milliseconds / figure.bare.milliseconds).toFixed(2),
        figure.backlot.calls <= callTarget ? 'met' : 'missed',
      ]),
    ),
    '',
    'The bare calls are one for each address, all sent at once and none checked. Both sides ask the lab’s NetBox, which takes as long as a NetBox 4.6.8 took on two cores and, like it, carries out one allocation at a time.',
    '',
  ];
}
