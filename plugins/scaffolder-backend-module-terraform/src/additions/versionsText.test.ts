import fc from 'fast-check';
import { checkSettings } from '../structure/checkSettings';
import { readModules } from '../structure/TerraformModule';
import { versionsText } from './versionsText';

const word = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,8}$/);
const number = fc.nat({ max: 40 });
const version = fc
  .tuple(number, number, number)
  .map(numbers => `= ${numbers.join('.')}`);
const providers = fc.dictionary(
  word,
  fc.record({
    source: fc
      .tuple(word, word)
      .map(([namespace, name]) => `${namespace}/${name}`),
    version,
  }),
  { minKeys: 1, maxKeys: 3 },
);

describe('versionsText', () => {
  it('requires what is required, as the structure is checked', () => {
    fc.assert(
      fc.property(providers, version, (requiredProviders, requiredVersion) => {
        const text = versionsText({ requiredVersion, requiredProviders });
        expect(JSON.parse(text)).toEqual({
          terraform: {
            required_version: requiredVersion,
            required_providers: requiredProviders,
          },
        });
        const { modules, problems } = readModules([
          { path: 'versions.tf.json', text },
          { path: 'backend.tf', text: 'terraform {\n  backend "pg" {}\n}\n' },
        ]);
        expect(problems).toEqual([]);
        expect(
          checkSettings(modules.get('')!, {
            providers: requiredProviders,
            directory: 'vms/development/web01',
          }),
        ).toEqual([]);
      }),
    );
  });

  it('leaves out what is not required', () => {
    expect(
      JSON.parse(
        versionsText({ requiredVersion: '>= 1.5', requiredProviders: {} }),
      ),
    ).toEqual({ terraform: { required_version: '>= 1.5' } });
  });
});
