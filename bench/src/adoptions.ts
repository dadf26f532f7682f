// Measures adoptions of many machines from a list on the real peers, beside a script's, and pages meanwhile;
// writes docs/bench-adoptions.md.
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { adoptionsReport } from './adoptions/adoptionsReport';
import { measureAdoptions, mostAdoptions } from './adoptions/measureAdoptions';
import { withPostgres } from './databases';
import { readSizes } from './readSizes';

const page = resolve(__dirname, '../../docs/bench-adoptions.md');

const defaults = {
  machines: 200,
  /** Of Atlantis' runs at once; that of `atlantis.concurrency` by default. */
  concurrency: 4,
};

async function main(): Promise<void> {
  const { sizes, areDefaults } = readSizes(defaults);
  if (sizes.machines < 1 || sizes.machines > mostAdoptions) {
    throw new RangeError(
      `--machines is from 1 to ${mostAdoptions}, as many as the network has addresses for.`,
    );
  }
  const figures = adoptionsReport(
    await withPostgres(database =>
      measureAdoptions({ ...sizes, database }, line => console.error(line)),
    ),
    {
      node: process.version,
      cpu: cpus()[0].model,
      cores: availableParallelism(),
      load: loadavg()[0],
    },
  );
  if (areDefaults) {
    await writeFile(page, figures);
  }
  console.log(figures);
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
