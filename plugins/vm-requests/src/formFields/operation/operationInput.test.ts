import { operationInput } from './operationInput';

describe('operationInput', () => {
  it('is the whole value of one field, once there is something in it', () => {
    expect(operationInput({ change: { cpus: 4 } }, 'change')).toEqual({
      cpus: 4,
    });
    expect(operationInput({ change: { disks: [] } }, 'change')).toBeUndefined();
    expect(operationInput({}, 'change')).toBeUndefined();
  });

  it('is made up of several fields, once all of them are filled in', () => {
    const form = { name: 'web01', force: false, reason: 'Old' };
    expect(operationInput(form, ['name', 'force'])).toEqual({
      name: 'web01',
      force: false,
    });
    expect(operationInput({ ...form, name: '' }, ['name'])).toBeUndefined();
  });

  it('is nothing where the field holds no object', () => {
    expect(operationInput({ change: 'large' }, 'change')).toBeUndefined();
  });
});
