import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { publicKey } from '../../__testUtils__/company';
import { formData, next, renderForm } from '../../__testUtils__/renderForm';
import { vmSshKeysField } from './VmSshKeysField';

function show(values?: { sshPublicKeys: string[] }) {
  return renderForm({
    fields: {
      sshPublicKeys: {
        field: vmSshKeysField,
        schema: {
          type: 'array',
          title: 'SSH public keys',
          items: { type: 'string' },
        },
      },
    },
    values,
  });
}

const box = () => screen.getByLabelText(/^SSH public keys/);

async function paste(text: string) {
  await userEvent.click(box());
  await userEvent.paste(text);
}

/** All that was put into the form's data or the URL since the form was rendered. */
function watchWhatIsKept(): () => string {
  const kept: string[] = [];
  const replace = jest.spyOn(window.history, 'replaceState');
  const observer = new MutationObserver(() =>
    kept.push(JSON.stringify(formData())),
  );
  observer.observe(screen.getByTestId('form-data'), {
    childList: true,
    characterData: true,
    subtree: true,
  });
  return () => {
    observer.disconnect();
    kept.push(...replace.mock.calls.map(([, , url]) => String(url)));
    replace.mockRestore();
    return decodeURIComponent(kept.join('\n'));
  };
}

describe('VmSshKeysField', () => {
  it('says whose keys it understood', async () => {
    await show();
    expect(
      screen.getByText('One public key per line, as in ~/.ssh/id_ed25519.pub.'),
    ).toBeInTheDocument();

    await paste(publicKey);

    expect(
      await screen.findByText('Can sign in: ssh-ed25519 anna@laptop'),
    ).toBeInTheDocument();
    expect(formData()).toEqual({ sshPublicKeys: [publicKey] });
    await next();
    expect(
      await screen.findByRole('button', { name: 'Create' }),
    ).toBeInTheDocument();
  });

  it('keeps nothing of a private key, neither in the form nor in the URL nor in the box', async () => {
    await show();
    const secret = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAAB';
    const kept = watchWhatIsKept();

    await paste(
      `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\nQyNTUxOQAAACAREREREREREREREREREREREQ\n-----END OPENSSH PRIVATE KEY-----\n`,
    );

    expect(await screen.findByRole('alert')).toHaveTextContent(
      /This is a private key.*What you entered was not kept\./,
    );
    expect(box()).toHaveValue('');
    await paste(publicKey);
    await waitFor(() => expect(window.location.search).toContain('formData'));
    const all = kept();
    expect(all).toContain('ssh-ed25519');
    expect(all).not.toMatch(/PRIVATE|b3Blbn|QyNTUx/);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says which line is no key, keeps it out of the form, and does not go on', async () => {
    await show();

    await paste(`${publicKey}\nssh-rsa oops`);

    expect(await screen.findByRole('alert')).toHaveTextContent(/^Line 2: /);
    expect(formData()).toEqual({ sshPublicKeys: [publicKey, ''] });
    await next();
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
  });

  it('shows the keys of the form again, without what was none', async () => {
    await show({ sshPublicKeys: [publicKey, ''] });

    expect(box()).toHaveValue(publicKey);
    await waitFor(() =>
      expect(formData()).toEqual({ sshPublicKeys: [publicKey] }),
    );
  });

  it('asks for at least one key, and for no more than the ledger takes', async () => {
    const { unmount } = await show({ sshPublicKeys: [] });
    await next();
    expect(
      await screen.findAllByText(/Enter at least one SSH public key/),
    ).not.toHaveLength(0);
    unmount();

    await show({
      sshPublicKeys: Array.from(
        { length: 21 },
        (_, index) => `${publicKey}${index}`,
      ),
    });
    await next();
    expect(
      await screen.findAllByText(/You can enter at most 20 SSH public keys/),
    ).not.toHaveLength(0);
  });
});
