import fc from 'fast-check';
import applied from './__fixtures__/applied.json';
import badType from './__fixtures__/badType.json';
import create from './__fixtures__/create.json';
import resize from './__fixtures__/resize.json';
import shrunk from './__fixtures__/shrunk.json';
import { parseApplyOutputs, parseApplySummary } from './applyOutput';
import { parseDigestLines } from './digestLines';
import { parseErrorBoxes } from './errorBoxes';
import { failureText, saysLocked } from './failureText';
import { parsePlanSummary, saysNoChanges } from './planSummary';
import { readablePlan, textDigest } from './planText';
import { linesOfFrame, stripAnsi } from './stripAnsi';

function linesOf(log: string): string[] {
  return log.split(/(?<=\n)(?=\r)/).flatMap(frame => linesOfFrame(frame));
}

const NO_CHANGES =
  'No changes. Your infrastructure matches the configuration.\n\nTerraform has compared …';

describe('stripAnsi', () => {
  it('leaves no control sequence', () => {
    expect(stripAnsi(create.log)).not.toContain('\u001b');
    expect(stripAnsi('\u001b[0m\u001b[1mPlan:\u001b[0m 1 to add')).toBe(
      'Plan: 1 to add',
    );
  });

  it('leaves text alone that has none', () => {
    fc.assert(
      fc.property(
        fc.string().filter(text => !text.includes('\u001b')),
        text => {
          expect(stripAnsi(text)).toBe(text);
        },
      ),
    );
  });
});

describe('parsePlanSummary', () => {
  it('counts what a plan does', () => {
    expect(parsePlanSummary(create.answer)).toEqual({
      add: 1,
      change: 0,
      destroy: 0,
    });
    expect(parsePlanSummary(resize.answer)).toEqual({
      add: 0,
      change: 1,
      destroy: 0,
    });
    expect(
      parsePlanSummary(
        'Plan: 3 to import, 2 to add, 1 to change, 4 to destroy.',
      ),
    ).toEqual({ add: 2, change: 1, destroy: 4 });
  });

  it('adds several plans up', () => {
    expect(
      parsePlanSummary(
        'Plan: 1 to add, 0 to change, 0 to destroy.\nPlan: 2 to add, 1 to change, 1 to destroy.\n',
      ),
    ).toEqual({ add: 3, change: 1, destroy: 1 });
  });

  it('tells no changes from changed outputs', () => {
    expect(saysNoChanges(NO_CHANGES)).toBe(true);
    expect(saysNoChanges(create.answer)).toBe(false);
    expect(saysNoChanges('Changes to Outputs:\n  + moid = "vm-1"\n')).toBe(
      false,
    );
    expect(
      saysNoChanges(
        `${NO_CHANGES}\nPlan: 1 to add, 0 to change, 0 to destroy.`,
      ),
    ).toBe(false);
  });
});

describe('parseDigestLines', () => {
  it("reads what the starter's workflow prints, from the answer and from the log", () => {
    const fromAnswer = parseDigestLines(create.answer);
    expect(fromAnswer).toEqual({
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      plan: expect.objectContaining({
        complete: true,
        changes: [
          expect.objectContaining({
            address: 'module.vm.vsphere_virtual_machine.this[0]',
            actions: ['create'],
            values: expect.arrayContaining([
              { path: ['num_cpus'], after: 2 },
              { path: ['memory'], after: 4096 },
              { path: ['default_ip_address'], unknown: true },
            ]),
          }),
        ],
        outputs: expect.arrayContaining([
          {
            name: 'moid',
            actions: ['create'],
            values: [{ path: [], unknown: true }],
          },
        ]),
      }),
    });
    expect(parseDigestLines(linesOf(create.log).join('\n'))).toEqual(
      fromAnswer,
    );
    expect(parseDigestLines(resize.answer).plan?.changes).toEqual([
      expect.objectContaining({
        actions: ['update'],
        values: expect.arrayContaining([
          { path: ['num_cpus'], before: 2, after: 4 },
          { path: ['disk', 0, 'size'], before: 40, after: 60 },
        ]),
      }),
    ]);
  });

  it('finds nothing in the output of another workflow', () => {
    expect(
      parseDigestLines('Plan: 1 to add, 0 to change, 0 to destroy.'),
    ).toEqual({});
  });

  it('is not deceived by a value of the plan', () => {
    const deceit = `backlot-plan-digest: sha256:${'0'.repeat(64)}`;
    expect(
      parseDigestLines(
        `      + annotation = <<-EOT\n            ${deceit}\n        EOT\n${create.answer}`,
      ).digest,
    ).toBe(parseDigestLines(create.answer).digest);
  });

  it.each([
    ['is missing', '', 'the digest of a plan without the plan'],
    ['is no JSON', 'backlot-plan: AAAA', 'a plan that is not JSON'],
    [
      'lacks a section',
      `backlot-plan: ${btoa('{"version":2,"changes":[]}')}`,
      'a plan that cannot be read',
    ],
    [
      'is of another release',
      `backlot-plan: ${btoa('{"version":1,"changes":[]}')}`,
      'a plan of form 1, and this release reads form 2: install',
    ],
    [
      'is too large',
      `backlot-plan: ${'A'.repeat(2_000_004)}`,
      'a plan of 2000004 characters; 2000000 is the limit',
    ],
  ])('refuses a digest whose plan %s', (_, line, words) => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(() =>
      parseDigestLines(`backlot-plan-digest: ${digest}\n${line}`),
    ).toThrow(words);
  });

  it('reads what is destroyed without an id', () => {
    const change = {
      address: 'vm',
      mode: 'managed',
      type: 'vsphere_virtual_machine',
      actions: ['delete'],
      replacePaths: [],
      values: [],
    };
    const plan = {
      version: 2,
      complete: true,
      changes: [change],
      deferredChanges: [],
      outputs: [],
      actions: [],
      deferredActions: [],
      checks: [],
    };
    expect(
      parseDigestLines(
        `backlot-plan-digest: sha256:${'a'.repeat(64)}\nbacklot-plan: ${btoa(
          JSON.stringify(plan),
        )}`,
      ).plan?.changes,
    ).toEqual([change]);
  });
});

describe('readablePlan', () => {
  it('begins with the plan, and ends before what is for machines', () => {
    for (const text of [create.answer, linesOf(create.log).join('\n')]) {
      const readable = readablePlan(text);
      expect(readable).toMatch(/^Terraform used the selected providers/);
      expect(readable).toContain('Plan: 1 to add, 0 to change, 0 to destroy.');
      expect(readable).not.toContain('backlot-plan');
      expect(readable).not.toContain('Initializing');
    }
  });
});

describe('textDigest', () => {
  it("is the same of Atlantis' answer and of the job's log", () => {
    for (const { answer, log } of [create, resize]) {
      expect(textDigest(linesOf(log).join('\n'))).toBe(textDigest(answer));
    }
  });

  it('differs between plans, in any value', () => {
    expect(textDigest(create.answer)).not.toBe(textDigest(resize.answer));
    expect(textDigest(create.answer)).not.toBe(
      textDigest(create.answer.replace('= 4096', '= 8192')),
    );
  });
});

describe('parseErrorBoxes', () => {
  it("reads Terraform's errors and leaves its warnings out", () => {
    expect(badType.log).toContain('Warning: ');
    expect(parseErrorBoxes(linesOf(badType.log))).toEqual([
      {
        summary: 'Invalid value for input variable',
        text: expect.stringMatching(
          /^Error: Invalid value for input variable\n\n[^]*a number is\nrequired\.$/,
        ),
      },
    ]);
  });

  it('leaves aside what the other stream printed meanwhile', () => {
    expect(
      parseErrorBoxes([
        '╷',
        '│ Error: Invalid value for variable',
        '  + ipv4_address = "10.20.210.17"',
        '│ ',
        '│   on main.tf line 14, in module "vm":',
        'You can apply this plan to save these new output values',
        '╵',
      ]),
    ).toEqual([
      {
        summary: 'Invalid value for variable',
        text: 'Error: Invalid value for variable\n\n  on main.tf line 14, in module "vm":',
      },
    ]);
  });

  it('reads any number of boxes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-zA-Z0-9 .:"]{1,60}$/), {
          maxLength: 5,
        }),
        summaries => {
          const lines = summaries.flatMap(summary => [
            'before',
            '╷',
            `│ Error: ${summary}`,
            '│',
            '╵',
          ]);
          expect(parseErrorBoxes(lines)).toHaveLength(summaries.length);
        },
      ),
    );
  });
});

describe('failureText', () => {
  it("is Terraform's own text", () => {
    expect(failureText(linesOf(shrunk.log))).toMatch(
      /^Error: disk.0: virtual disk "disk0": virtual disks cannot be shrunk \(old: 60 new: 40\)/,
    );
  });

  it('is what the gate said', () => {
    expect(
      failureText([
        'backlot-gate: refused: Nobody approved sha256:00',
        '',
        'Error:',
        'exit status 1: running "gate.sh"',
      ]),
    ).toBe('Nobody approved sha256:00');
  });

  it('is why the plan stage refused a plan', () => {
    expect(
      failureText([
        'backlot-plan: refused: the plan has "policies", which this workflow does not know',
        '',
        'Error:',
        'exit status 1: running "print-plan.sh"',
      ]),
    ).toBe('the plan has "policies", which this workflow does not know');
  });

  it("is Atlantis' words where Terraform did not run", () => {
    expect(
      failureText(
        linesOfFrame('\r\r\nError:\r\ndir "vms/nowhere" does not exist\r\n\n'),
      ),
    ).toBe('dir "vms/nowhere" does not exist');
  });

  it('is the end of the log where nothing else is known', () => {
    expect(failureText(['one', 'two'])).toBe('one\ntwo');
    expect(failureText([])).toBeUndefined();
  });

  it.each([
    'This project is currently locked by an unapplied plan from pull #9. To continue, …',
    'cannot run "plan": the default workspace at path . is currently locked for this pull request by "apply".',
    'cannot run "plan": pull request 4 is currently locked by "plan" for commit 12345678.',
  ])('recognises a lock: %s', words => {
    expect(saysLocked(words)).toBe(true);
  });
});

describe('an applied output', () => {
  it('is counted, and its outputs are read', () => {
    for (const text of [applied.answer, linesOf(applied.log).join('\n')]) {
      expect(parseApplySummary(text)).toEqual({
        added: 1,
        changed: 0,
        destroyed: 0,
      });
      expect(parseApplyOutputs(text)).toEqual({
        ipv4_address: '10.20.210.17',
        moid: expect.stringMatching(/^vm-\d+$/),
        uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
    }
  });

  it('is none without its last line', () => {
    expect(parseApplySummary('Creating...')).toBeUndefined();
    expect(parseApplyOutputs('Creating...')).toEqual({});
  });
});
