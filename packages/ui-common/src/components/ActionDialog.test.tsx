import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ActionDialog } from './ActionDialog';

describe('ActionDialog', () => {
  const onConfirm = jest.fn<Promise<unknown>, []>();
  const dialog = (isOffered: boolean = true, isComplete: boolean = true) => (
    <ActionDialog
      label="Shut down"
      title="Shut down web01?"
      subject="machine"
      isOffered={isOffered}
      isComplete={isComplete}
      onConfirm={onConfirm}
    >
      Who is signed in there is interrupted.
    </ActionDialog>
  );
  const press = (name: string) =>
    userEvent.click(screen.getByRole('button', { name }));

  beforeEach(() => onConfirm.mockReset().mockResolvedValue(undefined));

  it('acts when it is confirmed, and closes', async () => {
    render(dialog());
    await press('Shut down');
    await screen.findByRole('dialog', { name: 'Shut down web01?' });
    expect(onConfirm).not.toHaveBeenCalled();
    await press('Shut down');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(onConfirm).toHaveBeenCalledTimes(1);
  });

  it('says why it could not, and can be confirmed again', async () => {
    onConfirm.mockRejectedValueOnce(new Error('The host is in maintenance'));
    render(dialog());
    await press('Shut down');
    await press('Shut down');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Shut down did not workThe host is in maintenance',
    );
    await press('Shut down');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(onConfirm).toHaveBeenCalledTimes(2);
  });

  it('cannot be confirmed before it is filled out', async () => {
    render(dialog(true, false));
    await press('Shut down');
    await screen.findByRole('dialog');
    expect(screen.getByRole('button', { name: 'Shut down' })).toBeDisabled();
  });

  it('is not there where it is not offered', async () => {
    render(dialog(false));
    expect(screen.queryByRole('button', { name: 'Shut down' })).toBeNull();
  });
});
