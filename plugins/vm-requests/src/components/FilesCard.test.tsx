import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/test-utils';
import { FilesCard } from './FilesCard';

describe('FilesCard', () => {
  it('shows what files hold, and which are removed', async () => {
    await renderInTestApp(
      <FilesCard
        files={[
          { path: 'vms/dev/web01/main.tf', content: 'module "vm" {}' },
          {
            path: 'vms/dev/web01/.terraform.lock.hcl',
            content: '',
            removed: true,
          },
        ]}
      />,
    );
    expect(screen.getByText('module "vm" {}')).toBeInTheDocument();
    expect(
      screen.getByText('vms/dev/web01/.terraform.lock.hcl').parentElement,
    ).toHaveTextContent('vms/dev/web01/.terraform.lock.hcl is removed');
  });
});
