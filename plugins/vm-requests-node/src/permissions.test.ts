import { vmRequestRules } from './permissions';

const request = {
  requestedBy: 'user:default/anna',
  owner: 'group:default/payments',
  environment: 'development',
};

describe('vmRequestRules', () => {
  it('tells the requester, the owner and the environment', () => {
    const { isRequester, isOwner, isInEnvironment } = vmRequestRules;
    expect(isRequester.apply(request, { users: [request.requestedBy] })).toBe(
      true,
    );
    expect(isRequester.apply(request, { users: [] })).toBe(false);
    expect(isOwner.apply(request, { owners: [request.owner] })).toBe(true);
    expect(isOwner.apply(request, { owners: ['group:default/x'] })).toBe(false);
    expect(
      isInEnvironment.apply(request, { environments: ['development'] }),
    ).toBe(true);
    expect(isOwner.toQuery({ owners: ['a'] })).toEqual({
      field: 'owner',
      values: ['a'],
    });
  });
});
