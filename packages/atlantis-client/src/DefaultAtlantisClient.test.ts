import { createServer, Server } from 'node:http';
import { once } from 'node:events';
import { AddressInfo } from 'node:net';
import {
  repository,
  startTestLab,
  TestLab,
} from './__testUtils__/startTestLab';
import { AppliedResult } from './AtlantisClient';
import { PlanChangedError, TerraformFailedError } from './errors';

// A command is a few git processes, which a busy machine starts slowly.
jest.setTimeout(60_000);

describe('DefaultAtlantisClient', () => {
  let test: TestLab;
  let machines = 0;

  beforeAll(async () => {
    test = await startTestLab();
  });

  afterAll(async () => {
    await test.close();
  });

  afterEach(() => {
    test.lab.faults.switchOff();
  });

  function newName(): string {
    machines += 1;
    return `web${machines}`;
  }

  function machine(name: string) {
    return test.lab.vcenter.machines.find({ name });
  }

  describe('plan', () => {
    it('answers the plan, its digest and its log', async () => {
      const { command, log, directory } = await test.propose(newName());
      const plan = await test.connect().plan(command);

      expect(plan).toEqual({
        outcome: 'planned',
        text: expect.stringContaining('Simulated by the Backlot lab'),
        commit: expect.stringMatching(/^[0-9a-f]{40}$/),
        digest: expect.stringMatching(/^sha256:/),
        textDigest: expect.stringMatching(/^sha256:/),
        plan: expect.objectContaining({
          changes: [
            expect.objectContaining({ type: 'terraform_data' }),
            expect.objectContaining({
              actions: ['create'],
              values: expect.arrayContaining([
                { path: ['num_cpus'], after: 2 },
                { path: ['memory'], after: 4096 },
              ]),
            }),
          ],
        }),
        summary: { add: 2, change: 0, destroy: 0 },
        noChanges: false,
        jobUrl: expect.stringMatching(/\/jobs\//),
      });
      expect(log.join('\n')).toMatch(
        /Initializing the backend[^]*Plan: 2 to add/,
      );
      expect(log.join('\n')).not.toContain('\u001b');
      const statuses = await command.commitStatuses();
      expect(statuses.map(({ context }) => context)).toContain(
        `atlantis/plan: ${directory}/default`,
      );
    });

    it("fails with Terraform's own words", async () => {
      const { command, directory } = await test.propose(newName(), {
        hardware: { cpus: 'many' },
      });
      await expect(test.connect().plan(command)).rejects.toMatchObject({
        name: 'TerraformFailedError',
        message: expect.stringMatching(
          new RegExp(
            `^The plan of ${directory} in ${repository} failed:\nError: Invalid value for input variable`,
          ),
        ),
        text: expect.stringContaining('a number is required'),
        jobUrl: expect.stringMatching(/\/jobs\//),
      });
    });

    it('says that a directory is unknown', async () => {
      const { command } = await test.propose(newName());
      await expect(
        test.connect().plan({ ...command, directory: 'vms/development/none' }),
      ).rejects.toThrow('dir "vms/development/none" does not exist');
    });

    it('says that a branch is unknown, and to which of several', async () => {
      const { command } = await test.propose(newName());
      await expect(
        test.connect({ name: 'payments' }).plan({ ...command, ref: 'vm/none' }),
      ).rejects.toThrow(
        /^Atlantis payments .*couldn't find remote ref refs\/heads\/vm\/none/,
      );
    });

    it('refuses what configuration does not allow, before anything is sent', async () => {
      const { command } = await test.propose(newName());
      await expect(
        test.connect({ url: 'http://127.0.0.1:1' }).plan({
          ...command,
          directory: 'modules/rhel9-vm',
        }),
      ).rejects.toThrow(/atlantis\.allow/);
      await expect(
        test.connect().plan({ ...command, pull: 0 }),
      ).rejects.toThrow('A pull request is needed');
    });

    it('says what is wrong with the secret, and keeps it to itself', async () => {
      const { command } = await test.propose(newName());
      const error = await test
        .connect({ apiSecret: 'a-wrong-secret' })
        .plan(command)
        .catch(e => e);
      expect(error).toMatchObject({
        name: 'AuthenticationError',
        message: expect.stringContaining('atlantis.apiSecret'),
      });
      expect(JSON.stringify([error, error.stack])).not.toContain(
        'a-wrong-secret',
      );
    });

    it('says that Atlantis can not be reached', async () => {
      const { command } = await test.propose(newName());
      await expect(
        test.connect({ url: 'http://127.0.0.1:1' }).plan(command),
      ).rejects.toThrow(
        "Atlantis at http://127.0.0.1:1 can't be reached (ECONNREFUSED): check atlantis.url and that Atlantis runs",
      );
    });

    it('says that Atlantis is down when it cuts every connection', async () => {
      const { command } = await test.propose(newName());
      test.lab.faults.switchOn({ peer: 'atlantis', kind: 'down' });
      await expect(test.connect().plan(command)).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining("can't be reached"),
      });
    });

    it('plans again when Atlantis was restarted meanwhile', async () => {
      const { command } = await test.propose(newName());
      test.lab.faults.switchOn({
        peer: 'atlantis',
        kind: 'down',
        path: '/api/plan',
        times: 1,
      });
      await expect(test.connect().plan(command)).resolves.toMatchObject({
        summary: { add: 2 },
      });
    });

    it('waits for a lock that is held, and says so', async () => {
      const { command, directory, log } = await test.propose(newName());
      const release = test.lab.atlantis.holdLock({
        repository,
        directory,
        pull: 4711,
      });
      await expect(
        test.connect().plan({
          ...command,
          onLog: line => {
            log.push(line);
            if (line.startsWith('Waiting for the lock')) {
              release();
            }
          },
        }),
      ).resolves.toMatchObject({ summary: { add: 2 } });
      expect(log).toContainEqual(
        expect.stringContaining('unapplied plan from pull #4711'),
      );
    });

    it('does not wait for a lock for ever', async () => {
      const { command, directory } = await test.propose(newName());
      const release = test.lab.atlantis.holdLock({
        repository,
        directory,
        pull: 4711,
      });
      const client = test.connect({
        timeouts: {
          connect: 1_000,
          plan: 30_000,
          apply: 30_000,
          lock: 50,
          settle: 1_000,
        },
      });
      await expect(client.plan(command)).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining('unapplied plan from pull #4711'),
      });
      release();
    });

    it('reads the plan from the log when the answer is lost', async () => {
      const { command } = await test.propose(newName());
      test.lab.faults.switchOn({
        peer: 'atlantis',
        kind: 'answer-lost',
        times: 1,
      });
      const lost = await test.connect().plan(command);
      const again = await test.connect().plan(command);
      expect(lost).toEqual({ ...again, jobUrl: lost.jobUrl });
      expect(lost.jobUrl).not.toBe(again.jobUrl);
    });

    it("fails with Terraform's words when the answer of a failed plan is lost", async () => {
      const { command } = await test.propose(newName(), {
        hardware: { cpus: 'many' },
      });
      test.lab.faults.switchOn({
        peer: 'atlantis',
        kind: 'answer-lost',
        times: 1,
      });
      await expect(test.connect().plan(command)).rejects.toThrow(
        'Invalid value for input variable',
      );
    });

    it('ends when it is cancelled', async () => {
      const { command } = await test.propose(newName());
      test.lab.faults.switchOn({
        peer: 'atlantis',
        kind: 'slow',
        delayMs: 60_000,
        path: '/api/plan',
      });
      const abort = new AbortController();
      const planning = test
        .connect()
        .plan({ ...command, signal: abort.signal });
      abort.abort(new Error('cancelled by the test'));
      await expect(planning).rejects.toThrow('cancelled by the test');
    });
  });

  describe('apply', () => {
    it('applies the approved plan, and is done the second time', async () => {
      const name = newName();
      const { command, log } = await test.propose(name);
      const client = test.connect();
      const { digest } = await client.plan(command);
      const applied = (await client.apply({
        ...command,
        approved: { digest: digest! },
      })) as AppliedResult;

      expect(applied).toMatchObject({
        outcome: 'applied',
        text: expect.stringContaining('Apply complete!'),
        summary: { added: 2, changed: 0, destroyed: 0 },
        outputs: { moid: machine(name)!.moid, uuid: machine(name)!.uuid },
        jobUrl: expect.stringMatching(/\/jobs\//),
      });
      expect(log.join('\n')).toMatch(/: Creating\.\.\.[^]*Apply complete!/);
      await expect(
        client.apply({ ...command, approved: { digest: digest! } }),
      ).resolves.toMatchObject({ outcome: 'already-applied' });
    });

    it('refuses a plan other than the approved one', async () => {
      const name = newName();
      const { command } = await test.propose(name);
      const approved = `sha256:${'0'.repeat(64)}`;
      const error = await test
        .connect()
        .apply({ ...command, approved: { digest: approved } })
        .catch(e => e);
      expect(error).toBeInstanceOf(PlanChangedError);
      expect(error.message).toContain(approved);
      expect(error.message).toContain(error.plan.digest);
      expect(error.message).toContain('2 to add, 0 to change, 0 to destroy');
      expect(machine(name)).toBeUndefined();
    });

    it('refuses another commit, and another kind of digest', async () => {
      const name = newName();
      const { command } = await test.propose(name);
      const client = test.connect();
      const plan = await client.plan(command);
      await expect(
        client.apply({
          ...command,
          approved: { digest: plan.digest!, commit: 'f'.repeat(40) },
        }),
      ).rejects.toThrow(`the branch is now at ${plan.commit}`);
      await expect(
        client.apply({
          ...command,
          approved: { digest: plan.textDigest, exact: true },
        }),
      ).rejects.toThrow(PlanChangedError);
      expect(machine(name)).toBeUndefined();
      await expect(
        client.apply({
          ...command,
          approved: { digest: plan.textDigest, exact: false },
        }),
      ).resolves.toMatchObject({ outcome: 'applied' });
    });

    it('applies once when the answer is lost', async () => {
      const name = newName();
      const { command } = await test.propose(name);
      const client = test.connect();
      const { digest } = await client.plan(command);
      test.lab.faults.switchOn({
        peer: 'atlantis',
        kind: 'answer-lost',
        path: '/api/apply',
        times: 1,
      });
      const applied = await client.apply({
        ...command,
        approved: { digest: digest! },
      });
      expect(applied).toMatchObject({
        outcome: 'applied',
        summary: { added: 2 },
        outputs: { moid: machine(name)!.moid },
      });
    });

    it("fails with Terraform's words when it fails half-way", async () => {
      const { command, directory } = await test.propose(newName());
      test.lab.faults.switchOn({
        peer: 'atlantis',
        kind: 'apply-fails-half-way',
        path: directory,
      });
      const error = await test
        .connect()
        .apply(command)
        .catch(e => e);
      expect(error).toBeInstanceOf(TerraformFailedError);
      expect(error.message).toContain('customization failed');
    });

    it('says why the plan failed that an apply begins with', async () => {
      const { command } = await test.propose(newName(), {
        hardware: { cpus: 'many' },
      });
      await expect(test.connect().apply(command)).rejects.toThrow(
        'Invalid value for input variable',
      );
    });

    it('waits for a lock that its own plan meets', async () => {
      const { command, directory } = await test.propose(newName());
      const release = test.lab.atlantis.holdLock({
        repository,
        directory,
        pull: 4711,
      });
      await expect(
        test.connect().apply({
          ...command,
          onLog: line => {
            if (line.startsWith('Waiting for the lock')) {
              release();
            }
          },
        }),
      ).resolves.toMatchObject({ outcome: 'applied' });
    });

    it.each(['killed-before-clone', 'killed-after-clone'] as const)(
      'does not pretend to know what an Atlantis did that was %s',
      async kind => {
        const name = newName();
        const { command, directory } = await test.propose(name);
        test.lab.faults.switchOn({
          peer: 'atlantis',
          kind,
          path: directory,
          times: 1,
        });
        await expect(
          test.connect({ name: 'payments' }).apply(command),
        ).rejects.toMatchObject({
          name: 'JobLostError',
          message: expect.stringMatching(/^Atlantis payments .* the apply of/),
        });
        expect(machine(name) !== undefined).toBe(kind === 'killed-after-clone');
      },
    );

    it('waits for an apply that is under way, as after a restart of ours', async () => {
      const name = newName();
      const { command } = await test.propose(name);
      const client = test.connect();
      const { digest } = await client.plan(command);
      const abort = new AbortController();
      const first = client
        .apply({
          ...command,
          signal: abort.signal,
          onLog: line => {
            if (line.includes(': Creating...')) {
              abort.abort();
            }
          },
        })
        .catch(e => e);
      await first;
      await expect(
        test.connect().apply({ ...command, approved: { digest: digest! } }),
      ).resolves.toMatchObject({ outcome: 'already-applied' });
      expect(machine(name)).toBeDefined();
    });
  });

  describe('behind a gateway that gives up', () => {
    let gateway: Server;

    beforeEach(async () => {
      gateway = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', chunk => chunks.push(chunk));
        request.on('end', () => {
          fetch(`${test.lab.atlantis.url}${request.url}`, {
            method: 'POST',
            headers: {
              'x-atlantis-token': String(request.headers['x-atlantis-token']),
            },
            body: Buffer.concat(chunks),
          }).then(
            answer => answer.arrayBuffer(),
            () => undefined,
          );
          response.writeHead(504, { 'content-type': 'text/html' });
          response.end('<html>504 Gateway Time-out</html>');
        });
      });
      gateway.on('upgrade', (request, socket) => {
        socket.end(
          `HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n${request.url}`,
        );
      });
      gateway.listen(0, '127.0.0.1');
      await once(gateway, 'listening');
    });

    afterEach(async () => {
      gateway.close();
      gateway.closeAllConnections();
    });

    it('settles an apply by its status where even the log can not be read', async () => {
      const name = newName();
      const { command } = await test.propose(name);
      const { port } = gateway.address() as AddressInfo;
      await expect(
        test.connect({ url: `http://127.0.0.1:${port}` }).apply(command),
      ).resolves.toMatchObject({ outcome: 'applied' });
      expect(machine(name)).toBeDefined();
    });

    it('does not make a plan up where the log can not be read', async () => {
      const { command } = await test.propose(newName());
      const { port } = gateway.address() as AddressInfo;
      await expect(
        test
          .connect({ url: `http://127.0.0.1:${port}`, name: 'payments' })
          .plan(command),
      ).rejects.toMatchObject({
        name: 'JobLostError',
        message: expect.stringMatching(
          /^The answer of Atlantis payments .* can't be read/,
        ),
      });
    });
  });

  describe('followJob', () => {
    it('replays the log of a job', async () => {
      const { command } = await test.propose(newName());
      const { jobUrl } = await test.connect().plan(command);
      const lines: string[] = [];
      await test.connect().followJob(jobUrl!, {
        onLine: line => lines.push(line),
      });
      expect(lines.join('\n')).toContain('Plan: 2 to add');
    });

    it('says that a job is unknown', async () => {
      const client = test.connect();
      const onLine = jest.fn();
      await expect(
        client.followJob('https://atlantis.example/jobs/abc', { onLine }),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
      await expect(
        client.followJob('https://atlantis.example/', { onLine }),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
      expect(onLine).not.toHaveBeenCalled();
    });
  });

  describe('checkConnection', () => {
    it('is well', async () => {
      await expect(test.connect().checkConnection()).resolves.toEqual([
        { name: 'reach', ok: true, detail: expect.any(String) },
        {
          name: 'version',
          ok: true,
          detail: expect.stringContaining('0.47.1'),
        },
        { name: 'secret', ok: true, detail: expect.any(String) },
      ]);
    });

    it('tells a wrong secret', async () => {
      const steps = await test
        .connect({ apiSecret: 'wrong' })
        .checkConnection();
      expect(steps.at(-1)).toEqual({
        name: 'secret',
        ok: false,
        detail: expect.stringContaining('atlantis.apiSecret'),
      });
    });

    it('tells that nothing answers', async () => {
      await expect(
        test.connect({ url: 'http://127.0.0.1:1' }).checkConnection(),
      ).resolves.toEqual([
        {
          name: 'reach',
          ok: false,
          detail: expect.stringContaining('ECONNREFUSED'),
        },
      ]);
    });
  });
});
