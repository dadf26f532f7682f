import { screen } from '@testing-library/react';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { renderInTestApp } from '@backstage/test-utils';
import { TextWithOwners } from './TextWithOwners';

const show = (text: string) =>
  renderInTestApp(
    <p data-testid="text">
      <TextWithOwners text={text} />
    </p>,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );

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
