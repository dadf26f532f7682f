import { MachineSnapshotFacts } from '@backlot/plugin-vm-inventory-common';
import { ElementReader } from '../soap/ElementReader';
import { XmlElement } from '../soap/XmlElement';
import { snapshotSizesOf } from './snapshotSizesOf';

function elementOf(xml: string): XmlElement {
  let found: XmlElement | undefined;
  const reader = new ElementReader(new Set(['layout']), element => {
    found = element;
  });
  reader.write(Buffer.from(`<all>${xml}</all>`));
  reader.close();
  return found!;
}

const disk = (...files: number[]) =>
  `<disk><key>2000</key>${files
    .map(key => `<chain><fileKey>${key}</fileKey></chain>`)
    .join('')}</disk>`;
const file = (key: number, size: number) =>
  `<file><key>${key}</key><name>x</name><size>${size}</size></file>`;
const snapshot = (id: string, data: number, memory: number, disks: string) =>
  `<snapshot><key type="VirtualMachineSnapshot">${id}</key><dataKey>${data}</dataKey><memoryKey>${memory}</memoryKey>${disks}</snapshot>`;
const facts = (
  id: string,
  rest: Partial<MachineSnapshotFacts> = {},
): MachineSnapshotFacts => ({ id, name: id, current: false, ...rest });

describe('snapshotSizesOf', () => {
  it('counts what was written since each snapshot, and its own data and memory', () => {
    const layout = elementOf(
      `<layout>${file(0, 1_000)}${file(1, 1)}${file(2, 20)}${file(3, 2)}${file(
        4,
        400,
      )}${file(5, 50)}${disk(0, 2, 5)}${snapshot(
        'first',
        1,
        -1,
        disk(0),
      )}${snapshot('second', 3, 4, disk(0, 2))}</layout>`,
    );
    expect([
      ...snapshotSizesOf(layout, [
        facts('first'),
        facts('second', { parent: 'first', current: true }),
        facts('unknown'),
      ]),
    ]).toEqual([
      ['first', 1 + 20],
      ['second', 2 + 400 + 50],
    ]);
  });

  it('knows none where vCenter says nothing of the files', () => {
    expect(snapshotSizesOf(undefined, [facts('first')]).size).toBe(0);
  });
});
