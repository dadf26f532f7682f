import { ConfigReader } from '@backstage/config';
import { configsByName } from './namedConfigs';

describe('configsByName', () => {
  const read = (data: object) =>
    configsByName(
      new ConfigReader({ ...data }),
      { alone: 'door', named: 'doors', title: 'the door' },
      ({ name, key, config }) => `${name} at ${key}: ${config.get('colour')}`,
    );

  it('reads the one that stands alone as the default, and then those that have names', () => {
    expect(
      read({
        doors: { back: { colour: 'red' }, side: { colour: 'blue' } },
        door: { colour: 'green' },
      }),
    ).toEqual({
      default: 'default at door: green',
      back: 'back at doors.back: red',
      side: 'side at doors.side: blue',
    });
  });

  it('needs none that stands alone', () => {
    expect(Object.keys(read({ doors: { back: { colour: 'red' } } }))).toEqual([
      'back',
    ]);
  });

  it.each(['Back', 'back_door', '-a'])('refuses the name %p', name => {
    expect(() => read({ doors: { [name]: { colour: 'red' } } })).toThrow(
      `doors.${name} of the configuration`,
    );
  });

  it('refuses two of the same name, and none at all', () => {
    const colour = 'red';
    expect(() =>
      read({ door: { colour }, doors: { default: { colour } } }),
    ).toThrow(
      'doors.default and door are both the door "default": remove one of them',
    );
    expect(() => read({})).toThrow("Missing required config value at 'door'");
  });
});
