import { JsonValue } from '@backstage/types';
import { paint } from './ansi';
import { Attributes, BLOCKS, MACHINE_ADDRESS } from './Attributes';
import { changesNothing, DirectoryChange } from './planDirectory';
import { MachineChange } from './planMachine';
import { REBUILD_ADDRESS, RebuildChange } from './rebuild';

const SYMBOLS = {
  '+': paint('green', '+'),
  '~': paint('yellow', '~'),
  '-': paint('red', '-'),
  ' ': ' ',
};
type Sign = keyof typeof SYMBOLS;

const KNOWN_LATER = '(known after apply)';

function isMap(value: JsonValue | undefined): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBlock(name: string, value: JsonValue | undefined): boolean {
  return BLOCKS.has(name) && Array.isArray(value);
}

function expression(of: JsonValue, indent: number, symbol: Sign): string {
  const pad = ' '.repeat(indent);
  if (Array.isArray(of)) {
    return [
      '[',
      ...of.map(
        item =>
          `${pad}    ${SYMBOLS[symbol]} ${expression(
            item,
            indent + 4,
            symbol,
          )},`,
      ),
      `${pad}  ]`,
    ].join('\n');
  }
  if (isMap(of)) {
    const width = Math.max(0, ...Object.keys(of).map(key => key.length));
    return [
      '{',
      ...Object.keys(of)
        .sort()
        .map(
          key =>
            `${pad}    ${SYMBOLS[symbol]} ${`"${key}"`.padEnd(
              width + 2,
            )} = ${expression(of[key] ?? null, indent + 4, symbol)}`,
        ),
      `${pad}  }`,
    ].join('\n');
  }
  if (typeof of === 'string' && of.includes('\n')) {
    return [
      '<<-EOT',
      ...of.split('\n').map(line => `${pad}      ${line}`),
      `${pad}  EOT`,
    ].join('\n');
  }
  return JSON.stringify(of);
}

function block(
  name: string,
  attributes: Attributes,
  indent: number,
  symbol: Sign,
): string[] {
  return [
    `${' '.repeat(indent)}${SYMBOLS[symbol]} ${name} {`,
    ...body(attributes, [], indent + 4, symbol),
    `${' '.repeat(indent)}  }`,
  ];
}

/** Attributes in alphabetical order, then blocks, as Terraform prints what is made or removed. */
function body(
  attributes: Attributes,
  unknown: readonly string[],
  indent: number,
  symbol: Sign,
): string[] {
  const names = Object.keys(attributes).sort();
  const plain = [
    ...names.filter(name => !isBlock(name, attributes[name])),
    ...unknown,
  ].sort();
  const width = Math.max(0, ...plain.map(name => name.length));
  const end = symbol === '-' ? paint('grey', ' -> null') : '';
  return [
    ...plain.map(name => {
      const text = unknown.includes(name)
        ? KNOWN_LATER
        : expression(attributes[name] ?? null, indent, symbol);
      return `${' '.repeat(indent)}${SYMBOLS[symbol]} ${name.padEnd(
        width,
      )} = ${text}${end}`;
    }),
    ...names
      .filter(name => isBlock(name, attributes[name]))
      .flatMap(name =>
        (attributes[name] as Attributes[]).flatMap(item => [
          '',
          ...block(name, item, indent, symbol),
        ]),
      ),
  ];
}

function changedBlocks(
  name: string,
  before: Attributes[],
  after: Attributes[],
): string[] {
  const lines: string[] = [];
  for (let i = 0; i < Math.max(before.length, after.length); i++) {
    if (JSON.stringify(before[i]) === JSON.stringify(after[i])) {
      continue;
    }
    lines.push('');
    if (!before[i]) {
      lines.push(...block(name, after[i], 6, '+'));
    } else if (!after[i]) {
      lines.push(...block(name, before[i], 6, '-'));
    } else {
      lines.push(
        `      ${SYMBOLS['~']} ${name} {`,
        ...changedBody(before[i], after[i], 10),
        '        }',
      );
    }
  }
  return lines;
}

function changedBody(
  before: Attributes,
  after: Attributes,
  indent: number,
): string[] {
  const names = Object.keys(after).filter(
    name => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const plain = names.filter(name => !isBlock(name, after[name])).sort();
  const width = Math.max(0, ...plain.map(name => name.length));
  const pad = ' '.repeat(indent);
  return [
    ...plain.map(name => {
      const old = before[name];
      const now = after[name];
      if (isMap(now)) {
        return [
          `${pad}${SYMBOLS['~']} ${name.padEnd(width)} = {`,
          ...changedBody(isMap(old) ? old : {}, now, indent + 4),
          `${pad}  }`,
        ].join('\n');
      }
      return `${pad}${SYMBOLS['~']} ${name.padEnd(width)} = ${expression(
        old ?? null,
        indent,
        '-',
      )} ${paint('yellow', '->')} ${expression(now ?? null, indent, '+')}`;
    }),
    ...names
      .filter(name => isBlock(name, after[name]))
      .flatMap(name =>
        changedBlocks(
          name,
          (before[name] ?? []) as Attributes[],
          after[name] as Attributes[],
        ),
      ),
  ];
}

function resource(
  address: string,
  header: string,
  symbol: string,
  lines: string[],
): string[] {
  const [type, name] = address.replace(/^module\.vm\.|\[0\]$/g, '').split('.');
  return [
    `${paint('bold', `  # ${address}`)} ${header}`,
    `${symbol} resource ${JSON.stringify(type)} ${JSON.stringify(name)} {`,
    ...lines,
    '    }',
  ];
}

const LEGENDS = {
  create: `  ${SYMBOLS['+']} create`,
  update: `  ${SYMBOLS['~']} update in-place`,
  replace: `${SYMBOLS['-']}/${SYMBOLS['+']} destroy and then create replacement`,
  delete: `  ${SYMBOLS['-']} destroy`,
};

/**
 * How many resources a change adds, changes and destroys.
 *
 * @internal
 */
export function planCounts({ rebuild, machine }: DirectoryChange): {
  add: number;
  change: number;
  destroy: number;
} {
  const countOf = (...kinds: string[]) =>
    [rebuild, machine].filter(({ kind }) => kinds.includes(kind)).length;
  return {
    add: countOf('create', 'replace'),
    change: countOf('update'),
    destroy: countOf('delete', 'replace'),
  };
}

/** `id = "…" -> (known after apply)` */
function newId(id: string, width: number = 2): string {
  return `      ${SYMBOLS['~']} ${'id'.padEnd(width)} = ${JSON.stringify(
    id,
  )} ${paint('yellow', '->')} ${KNOWN_LATER}`;
}

function describeRebuild(
  change: Exclude<RebuildChange, { kind: 'none' }>,
): string[] {
  switch (change.kind) {
    case 'create':
      return resource(
        REBUILD_ADDRESS,
        'will be created',
        `  ${SYMBOLS['+']}`,
        body({ triggers_replace: change.after }, ['id'], 6, '+'),
      );
    case 'delete':
      return resource(
        REBUILD_ADDRESS,
        `will be ${paint('red', 'destroyed')}`,
        `  ${SYMBOLS['-']}`,
        body(
          { id: change.before.id, triggers_replace: change.before.number },
          [],
          6,
          '-',
        ),
      );
    default:
      return resource(
        REBUILD_ADDRESS,
        `must be ${paint('red', 'replaced')}`,
        `${SYMBOLS['-']}/${SYMBOLS['+']}`,
        [
          newId(change.before.id, 'triggers_replace'.length),
          ...changedBody(
            { triggers_replace: change.before.number },
            { triggers_replace: change.after },
            6,
          ),
        ],
      );
  }
}

const WHY = {
  replace_because_tainted: `is tainted, so must be ${paint('red', 'replaced')}`,
  replace_by_triggers: `will be ${paint(
    'red',
    'replaced',
  )} due to changes in replace_triggered_by`,
};

function describeMachine(
  change: Exclude<MachineChange, { kind: 'none' }>,
): string[] {
  switch (change.kind) {
    case 'create':
      return resource(
        MACHINE_ADDRESS,
        'will be created',
        `  ${SYMBOLS['+']}`,
        body(change.after, change.unknown, 6, '+'),
      );
    case 'delete':
      return resource(
        MACHINE_ADDRESS,
        `will be ${paint('red', 'destroyed')}`,
        `  ${SYMBOLS['-']}`,
        body({ ...change.before, id: change.id }, [], 6, '-'),
      );
    case 'replace':
      return resource(
        MACHINE_ADDRESS,
        WHY[change.reason],
        `${SYMBOLS['-']}/${SYMBOLS['+']}`,
        [newId(change.id), ...changedBody(change.before, change.after, 6)],
      );
    default:
      return resource(
        MACHINE_ADDRESS,
        change.importing === undefined
          ? 'will be updated in-place'
          : `will be updated in-place\n  # (imported from ${JSON.stringify(
              change.importing,
            )})`,
        `  ${SYMBOLS['~']}`,
        [
          `        id = ${JSON.stringify(change.id)}`,
          ...changedBody(change.before, change.after, 6),
          ...(change.unchanged
            ? [
                `        ${paint(
                  'grey',
                  `# (${change.unchanged} unchanged attributes hidden)`,
                )}`,
              ]
            : []),
        ],
      );
  }
}

/**
 * A plan as Terraform prints it, line by line, with colours.
 *
 * @internal
 */
export function planText(change: DirectoryChange): string[] {
  if (changesNothing(change)) {
    return [
      '',
      `${paint('green', 'No changes.')}${paint(
        'bold',
        ' Your infrastructure matches the configuration.',
      )}`,
      '',
      'Terraform has compared your real infrastructure against your configuration',
      'and found no differences, so no changes are needed.',
    ];
  }
  const counts = planCounts(change);
  const { rebuild, machine } = change;
  const kinds = [rebuild.kind, machine.kind].filter(
    (kind): kind is keyof typeof LEGENDS => kind !== 'none',
  );
  return [
    '',
    'Terraform used the selected providers to generate the following execution',
    'plan. Resource actions are indicated with the following symbols:',
    ...new Set(kinds.map(kind => LEGENDS[kind])),
    '',
    'Terraform will perform the following actions:',
    '',
    ...(rebuild.kind === 'none' ? [] : [...describeRebuild(rebuild), '']),
    ...(machine.kind === 'none' ? [] : [...describeMachine(machine), '']),
    `${paint('bold', 'Plan:')} ${
      machine.kind === 'update' && machine.importing !== undefined
        ? '1 to import, '
        : ''
    }${counts.add} to add, ${counts.change} to change, ${
      counts.destroy
    } to destroy.`,
  ].flatMap(line => line.split('\n'));
}
