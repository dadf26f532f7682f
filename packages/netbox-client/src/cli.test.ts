import { LabNetBoxForTests } from './__testUtils__/LabNetBoxForTests';
import { runCli } from './cli';

describe('netbox-client', () => {
  let netbox: LabNetBoxForTests;

  beforeEach(async () => {
    netbox = await LabNetBoxForTests.start({ allocationField: false });
  });

  afterEach(() => netbox.close());

  const run = async (args: string[], env: NodeJS.ProcessEnv = {}) => {
    const lines: string[] = [];
    const code = await runCli({
      args,
      env: {
        NETBOX_URL: netbox.lab.url,
        NETBOX_TOKEN: netbox.lab.token,
        ...env,
      },
      print: line => lines.push(line),
    });
    return { code, output: lines.join('\n') };
  };

  it('sets the custom field up, after which the check is content', async () => {
    await expect(run(['check'])).resolves.toMatchObject({
      code: 1,
      output: expect.stringMatching(
        /FAILED {2}The custom field for allocation keys exists\. The custom field "backlot_allocation" does not exist\. Run the set-up command/,
      ),
    });
    await expect(run(['set-up'])).resolves.toEqual({
      code: 0,
      output: 'Custom field backlot_allocation: created',
    });
    await expect(run(['check'])).resolves.toMatchObject({ code: 0 });
  });

  it('takes another name for the field', async () => {
    await run(['set-up', '--field', 'vm_key']);
    await expect(run(['check', '--field', 'vm_key'])).resolves.toMatchObject({
      code: 0,
    });
  });

  it('says how it is used', async () => {
    await expect(run([])).resolves.toMatchObject({
      code: 2,
      output: expect.stringContaining('Usage: netbox-client <command>'),
    });
  });

  it('says what the environment lacks', async () => {
    await expect(
      run(['check'], { NETBOX_TOKEN: undefined }),
    ).resolves.toMatchObject({
      code: 1,
      output: expect.stringContaining('NETBOX_TOKEN'),
    });
  });
});
