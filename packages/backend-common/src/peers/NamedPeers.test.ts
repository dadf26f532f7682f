import { NamedPeers } from './NamedPeers';

describe('NamedPeers', () => {
  const doors = new NamedPeers(
    { default: 'green', back: 'red' },
    { title: 'door', key: 'doors' },
  );

  it('gives each by its name, and the default one without', () => {
    expect(doors.names).toEqual(['default', 'back']);
    expect(doors.get()).toBe('green');
    expect(doors.get('back')).toBe('red');
  });

  it('says which there are, and how to add another', () => {
    expect(() => doors.get('side')).toThrow(
      'There is no door "side": the configuration has default, back. Add doors.side, or name another',
    );
  });
});
