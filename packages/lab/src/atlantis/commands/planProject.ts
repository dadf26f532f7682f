import { stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { paint, unpaint } from '../terraform/ansi';
import { MACHINE_ADDRESS } from '../terraform/Attributes';
import { planLines } from '../terraform/canonicalPlan';
import { errorBox, TerraformError } from '../terraform/errorBox';
import { initProvider } from '../terraform/initProvider';
import {
  machineAttributes,
  refreshedAttributes,
} from '../terraform/machineAttributes';
import {
  changesNothing,
  DirectoryChange,
  DirectoryState,
  planDirectory,
} from '../terraform/planDirectory';
import { findImport } from '../terraform/findImport';
import { planText } from '../terraform/planText';
import { REBUILD_ADDRESS } from '../terraform/rebuild';
import { readVariables } from '../terraform/readVariables';
import { Variables } from '../terraform/variables';
import { print, ProjectError, ProjectRun } from './ProjectRun';

/**
 * What a plan decided: what the apply after it does.
 *
 * @internal
 */
export interface PlannedProject {
  change: DirectoryChange;
  digest: string;
  variables: Variables;
  /** As the API answers it. */
  output: string;
  /** As the commit status says it. */
  summary: string;
}

/**
 * Stands in what is answered and logged: nobody is to take the lab for the real thing.
 *
 * @internal
 */
export const SIMULATED = 'Simulated by the Backlot lab: no Terraform ran.';

const INIT = [
  paint('bold', 'Initializing the backend...'),
  paint('bold', 'Initializing modules...'),
  paint('bold', 'Initializing provider plugins...'),
];

const INITIALIZED = [
  '',
  paint('green', 'Terraform has been successfully initialized!'),
];

/** Atlantis takes the indentation off changes so that forges colour them. */
function asAnswered(lines: string[]): string {
  return `${lines
    .map(line => unpaint(line).replace(/^ {2}([-+~])/, '$1'))
    .join('\n')}\n`;
}

async function checkDirectory(run: ProjectRun): Promise<string> {
  const directory = join(run.checkout, run.project.directory);
  if (relative(run.checkout, directory).startsWith('..')) {
    throw new ProjectError('project path traversal detected');
  }
  const found = await stat(directory).catch(error => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  });
  if (!found?.isDirectory()) {
    throw new ProjectError(`dir "${run.project.directory}" does not exist`);
  }
  return directory;
}

async function refresh(run: ProjectRun): Promise<{
  state: DirectoryState;
  note: string[];
}> {
  const { states, machines } = run.context;
  const { rebuild, machine: known } = states.get(run.project);
  const resources = [
    ...(rebuild ? [[REBUILD_ADDRESS, rebuild.id]] : []),
    ...(known ? [[MACHINE_ADDRESS, known.id]] : []),
  ];
  await print(
    run,
    resources.map(([address, id]) =>
      paint('bold', `${address}: Refreshing state... [id=${id}]`),
    ),
  );
  const machine = known && machines.find({ uuid: known.id });
  if (!known || machine) {
    return {
      state: {
        rebuild,
        machine: machine && {
          ...known,
          attributes: refreshedAttributes(known.attributes, machine),
        },
      },
      note: [],
    };
  }
  return {
    state: { rebuild },
    note: [
      '',
      `${paint('bold', 'Note:')} Objects have changed outside of Terraform`,
      '',
      'Terraform detected the following changes made outside of Terraform since the',
      'last "terraform apply" which may have affected this plan:',
      '',
      `  # ${MACHINE_ADDRESS} has been deleted`,
      `  ${paint('red', '-')} resource "vsphere_virtual_machine" "this" {`,
      `      ${paint('red', '-')} id = ${JSON.stringify(known.id)} -> null`,
      '    }',
    ],
  };
}

/**
 * Prints Terraform's diagnostics and ends the command, as a non-zero exit does.
 *
 * @throws ProjectError instead of a TerraformError
 * @internal
 */
export async function failAsTerraform(
  run: ProjectRun,
  command: 'init' | 'plan' | 'apply',
  error: unknown,
): Promise<never> {
  if (!(error instanceof TerraformError)) {
    throw error;
  }
  await print(run, [
    '',
    ...(command === 'plan'
      ? [
          `${paint('red', 'Planning failed.')}${paint(
            'bold',
            ' Terraform encountered an error while generating this plan.',
          )}`,
          '',
        ]
      : []),
    ...error.diagnostics.flatMap(diagnostic => errorBox(diagnostic)),
  ]);
  throw new ProjectError(
    `running 'terraform ${command} -input=false' in '${run.project.directory}': exit status 1`,
  );
}

/**
 * Runs init and plan in a project's directory, and prints what the starter's workflow adds.
 *
 * @throws ProjectError when the plan fails
 * @internal
 */
export async function planProject(run: ProjectRun): Promise<PlannedProject> {
  const { context, project } = run;
  const directory = await checkDirectory(run);
  await print(run, INIT);
  let providerVersion: string;
  try {
    const { version, lines: initialized } = await initProvider(
      directory,
      context.providerVersions,
    );
    providerVersion = version;
    await print(run, initialized);
  } catch (error) {
    return await failAsTerraform(run, 'init', error);
  }
  await print(run, INITIALIZED);
  let variables: Variables;
  let change: DirectoryChange;
  let note: string[];
  try {
    if (context.faults.strike('atlantis', 'plan-fails', project.directory)) {
      throw new TerraformError([
        {
          summary:
            'error fetching virtual machine or template properties: ServerFaultCode: The object has already been deleted or has not been completely created',
          context: [`with ${MACHINE_ADDRESS},`],
          detail: 'This plan fails because the lab was told so.',
        },
      ]);
    }
    variables = await readVariables(directory);
    const refreshed = await refresh(run);
    note = refreshed.note;
    const { present, rebuild } = variables;
    const importing = refreshed.state.machine
      ? undefined
      : await findImport(
          directory,
          variables,
          context.machines,
          providerVersion,
        );
    change = planDirectory(
      { ...refreshed.state, importing },
      present ? { machine: machineAttributes(variables), rebuild } : undefined,
    );
  } catch (error) {
    return await failAsTerraform(run, 'plan', error);
  }
  const { digest, lines } = planLines(change, run.commit);
  const text = planText(change);
  const printed = [SIMULATED, ...(changesNothing(change) ? [] : note), ...text];
  const added = context.starterWorkflow ? lines : [];
  await print(run, [...printed, ...added]);
  return {
    change,
    digest,
    variables,
    output: [
      asAnswered(printed),
      ...(added.length ? [`${added.join('\n')}\n`] : []),
    ].join('\n'),
    summary:
      /^(Plan: .*|No changes\. Your infrastructure matches the configuration\.)$/m.exec(
        text.map(unpaint).join('\n'),
      )?.[0] ?? '',
  };
}
