import { Knex } from 'knex';
import {
  endStates,
  RequestFile,
  standingLifecycles,
} from '@backlot/plugin-vm-requests-common';
import { StoredMachineDetail } from './RequestStore';
import {
  fromJson,
  MachineRow,
  RequestRow,
  toMachine,
  toStoredMachine,
} from './rows';
import { StoredMachine } from './StoredRequest';

type AppliedRow = Pick<RequestRow, 'id' | 'state' | 'files'>;

/** What the directory of a machine holds by what was applied to it, the newest of each file. */
function appliedFiles(rows: AppliedRow[], shapedBy: string): RequestFile[] {
  const isShaping = ({ id }: AppliedRow) => Number(id === shapedBy);
  const lastIsShaping = rows
    .filter(row => isShaping(row) || row.state === 'done')
    .sort(
      (one, other) =>
        isShaping(one) - isShaping(other) || (one.id < other.id ? -1 : 1),
    );
  const files = lastIsShaping.flatMap(
    row => fromJson<RequestFile[]>(row.files) ?? [],
  );
  return [...new Map(files.map(file => [file.path, file])).values()].filter(
    ({ removed }) => !removed,
  );
}

/** @see RequestStore.listAppliedFiles */
export async function listAppliedFiles(
  db: Knex,
  {
    id,
    madeBy,
    shapedBy = madeBy,
  }: Pick<StoredMachine, 'id' | 'madeBy' | 'shapedBy'>,
): Promise<RequestFile[]> {
  const rows: AppliedRow[] = await db<RequestRow>('requests')
    .where({ machine_id: id })
    .where(applied => applied.where({ state: 'done' }).orWhere('id', shapedBy))
    .select('id', 'state', 'files');
  return appliedFiles(rows, shapedBy);
}

/** @see RequestStore.findMachineDetail */
export async function findMachineDetail(
  db: Knex,
  id: string,
  most: number,
): Promise<StoredMachineDetail | undefined> {
  const [row, rows] = await Promise.all([
    db<MachineRow>('machines').where({ id }).first(),
    db<RequestRow>('requests')
      .where({ machine_id: id })
      .orderBy('id', 'desc')
      .select(
        'id',
        'kind',
        'state',
        'requested_by',
        'created_at',
        'updated_at',
        'files',
      ),
  ]);
  if (!row) {
    return undefined;
  }
  const machine = toStoredMachine(row);
  const { madeBy, shapedBy = madeBy } = machine;
  return {
    ...machine,
    listed: standingLifecycles.includes(machine.lifecycle)
      ? toMachine(row)
      : undefined,
    requests: rows.slice(0, most).map(request => ({
      id: request.id,
      kind: request.kind,
      state: request.state,
      isOpen: !endStates.includes(request.state),
      requestedBy: request.requested_by,
      createdAt: request.created_at,
      updatedAt: request.updated_at,
    })),
    files: appliedFiles(rows, shapedBy),
  };
}
