import { ConfigReader } from '@backstage/config';
import {
  configApiRef,
  discoveryApiRef,
  IdentityApi,
} from '@backstage/core-plugin-api';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { chosenPerson } from './chosenPerson';
import { LabSignInPage } from './LabSignInPage';

const people = [
  {
    name: 'anna.weber',
    displayName: 'Anna Weber',
    email: 'anna.weber@acme.example',
    role: 'Developer in Payments',
  },
  {
    name: 'priya.nair',
    displayName: 'Priya Nair',
    email: 'priya.nair@acme.example',
    role: 'Approves requests',
  },
];

function sessionOf(name: string) {
  return {
    providerInfo: {},
    profile: { displayName: name },
    backstageIdentity: {
      token: `header.${btoa(JSON.stringify({ exp: 4_000_000_000 }))}.signature`,
      identity: {
        type: 'user',
        userEntityRef: `user:default/${name}`,
        ownershipEntityRefs: [],
      },
    },
  };
}

/** Signs in whoever the header names, as the lab's auth provider does. */
function authBackend() {
  return jest
    .spyOn(global, 'fetch')
    .mockImplementation(async (_url, init) =>
      Response.json(
        sessionOf(new Headers(init?.headers).get('x-backlot-lab-person') ?? ''),
      ),
    );
}

function show(
  onSignInSuccess: (identity: IdentityApi) => void,
  offered = people,
) {
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [
          configApiRef,
          new ConfigReader({
            auth: { providers: { lab: { people: offered } } },
          }),
        ],
        [
          discoveryApiRef,
          { getBaseUrl: async id => `http://backend.example/api/${id}` },
        ],
      ]}
    >
      <LabSignInPage onSignInSuccess={onSignInSuccess} />
    </TestApiProvider>,
  );
}

describe('LabSignInPage', () => {
  afterEach(() => {
    window.localStorage.clear();
    jest.restoreAllMocks();
  });

  it('shows the people of the lab, and signs nobody in by itself', async () => {
    const fetch = authBackend();
    await show(jest.fn());

    expect(
      screen.getAllByRole('button').map(button => button.textContent),
    ).toEqual([
      expect.stringMatching(/Anna Weber.*Developer in Payments/),
      expect.stringMatching(/Priya Nair.*Approves requests/),
    ]);
    expect(fetch).not.toHaveBeenCalled();
  });

  it('signs in whom one chooses, and remembers it', async () => {
    const fetch = authBackend();
    const onSignInSuccess = jest.fn();
    await show(onSignInSuccess);

    await userEvent.click(screen.getByRole('button', { name: /Priya Nair/ }));

    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1));
    const [identity]: [IdentityApi] = onSignInSuccess.mock.calls[0];
    await expect(identity.getBackstageIdentity()).resolves.toMatchObject({
      userEntityRef: 'user:default/priya.nair',
    });
    await expect(identity.getProfileInfo()).resolves.toEqual({
      displayName: 'priya.nair',
    });
    await expect(identity.getCredentials()).resolves.toEqual({
      token: expect.stringMatching(/^header\./),
    });
    expect(fetch.mock.calls[0][0]).toBe(
      'http://backend.example/api/auth/lab/refresh',
    );
    expect(chosenPerson.get()).toBe('priya.nair');
  });

  it('does not ask again after a reload', async () => {
    authBackend();
    chosenPerson.set('anna.weber');
    const onSignInSuccess = jest.fn();
    await show(onSignInSuccess);

    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1));
    const [identity]: [IdentityApi] = onSignInSuccess.mock.calls[0];
    await expect(identity.getBackstageIdentity()).resolves.toMatchObject({
      userEntityRef: 'user:default/anna.weber',
    });
  });

  it('forgets whom one was when one signs out', async () => {
    authBackend();
    chosenPerson.set('anna.weber');
    const onSignInSuccess = jest.fn();
    const { unmount } = await show(onSignInSuccess);
    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1));
    const [identity]: [IdentityApi] = onSignInSuccess.mock.calls[0];

    await identity.signOut();

    expect(chosenPerson.get()).toBeUndefined();
    unmount();
    await show(onSignInSuccess);
    expect(
      screen.getByRole('button', { name: /Anna Weber/ }),
    ).toBeInTheDocument();
  });

  it('says why signing in did not work, and lets one choose again', async () => {
    jest.spyOn(global, 'fetch').mockImplementation(async () =>
      Response.json(
        {
          error: { name: 'NotFoundError', message: 'Nobody is called that.' },
          response: { statusCode: 404 },
        },
        { status: 404 },
      ),
    );
    chosenPerson.set('somebody.gone');
    const onSignInSuccess = jest.fn();
    await show(onSignInSuccess);
    expect(
      await screen.findByText('Signing in did not work'),
    ).toBeInTheDocument();

    await userEvent.click(
      screen.getByRole('button', { name: 'Choose a person' }),
    );

    expect(
      screen.getByRole('button', { name: /Anna Weber/ }),
    ).toBeInTheDocument();
    expect(chosenPerson.get()).toBeUndefined();
    expect(onSignInSuccess).not.toHaveBeenCalled();
  });

  it('says what to configure when the lab has no people', async () => {
    await show(jest.fn(), []);

    expect(screen.getByText('The lab has no people')).toBeInTheDocument();
    expect(
      screen.getByText(/auth\.providers\.lab\.people/),
    ).toBeInTheDocument();
  });
});
