// Measures adoptions of many machines from a list on the real peers, beside a script's, and pages meanwhile.
import { availableParallelism, cpus, loadavg } from 'node:os';
import { measureAdoptions, mostAdoptions } from './adoptions/measureAdoptions';
import { markdownTable } from './markdownTable';
import { readSizes } from './readSizes';

const target = 1.2;

const defaults = {
  machines: 200,
  /** Of Atlantis' runs at once; that of `atlantis.concurrency` by default. */
  concurrency: 4,
};

function verdict(ratio: number): string[] {
  return [
    `${ratio.toFixed(2)} ×`,
    `≤ ${target} ×: ${ratio <= target ? 'met' : '**not met**'}`,
  ];
}

async function main(): Promise<void> {
  const { sizes } = readSizes(defaults);
  if (sizes.machines < 1 || sizes.machines > mostAdoptions) {
    throw new RangeError(
      `--machines is from 1 to ${mostAdoptions}, as many as the network has addresses for.`,
    );
  }
  const { machines, concurrency, backlot, bare, pages } =
    await measureAdoptions(sizes, line => console.error(line));
  const each = (milliseconds: number) =>
    `${(milliseconds / machines / 1000).toFixed(2)} s`;
  const ms = (milliseconds: number) => `${Math.round(milliseconds)} ms`;
  console.log(
    [
      `# ${machines} machines adopted from a list, Atlantis asked for ${concurrency} runs at a time`,
      '',
      ...markdownTable(
        ['', 'Backlot', 'Beside', 'Ratio', 'Target'],
        ['left', 'right', 'right', 'right', 'left'],
        [
          [
            'Time for each machine, beside bare plans and applies',
            each(backlot),
            each(bare),
            ...verdict(backlot / bare),
          ],
          [
            'p99 of pages meanwhile, beside without',
            ms(pages.meanwhile),
            ms(pages.calm),
            ...verdict(pages.meanwhile / pages.calm),
          ],
        ],
      ),
      '',
      `Node ${process.version}, ${
        cpus()[0].model
      }, ${availableParallelism()} cores, load ${loadavg()[0].toFixed(2)}.`,
    ].join('\n'),
  );
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
