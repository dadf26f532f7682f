import { screen } from '@testing-library/react';
import { renderWithApi } from '../__testUtils__/renderWithApi';
import { TextWithOwners } from './TextWithOwners';

function show(text: string) {
  return renderWithApi(
    <p data-testid="text">
      <TextWithOwners text={text} />
    </p>,
    {},
    '/',
    [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Group',
        metadata: { name: 'search.eu', title: 'Search' },
        spec: { type: 'team', children: [] },
      },
    ],
  );
}

describe('TextWithOwners', () => {
  it('links people and groups, and leaves the sentence its dot', async () => {
    await show('Owner: user:default/jonas_lind to group:default/search.eu.');

    const [user, group] = screen.getAllByRole('link');
    expect(user).toHaveAttribute('href', '/catalog/default/user/jonas_lind');
    expect(group).toHaveAttribute('href', '/catalog/default/group/search.eu');
    expect(screen.getByTestId('text').textContent).toMatch(
      /^Owner: .+ to .+\.$/,
    );
    expect(screen.getByTestId('text')).not.toHaveTextContent('default/');
  });

  it.each([
    'CPUs: 1 to 2.',
    'The group: nobody/else is in it',
    'subgroup:default/x',
    '',
  ])('leaves %j as it is', async text => {
    await show(text);
    expect(screen.getByTestId('text').textContent).toBe(text);
    expect(screen.queryByRole('link')).toBeNull();
  });
});
