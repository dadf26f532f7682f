import { useMemo, useState } from 'react';
import { ProxiedSignInPage } from '@backstage/core-components';
import { configApiRef, IdentityApi, useApi } from '@backstage/core-plugin-api';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { Alert, Avatar, Button, Flex, Text } from '@backstage/ui';
import { chosenPerson } from './chosenPerson';
import styles from './LabSignInPage.module.css';

interface Person {
  name: string;
  displayName: string;
  role: string;
}

/** Asks which of the lab's people to be. */
export const LabSignInPage = ({ onSignInSuccess }: SignInPageProps) => {
  const config = useApi(configApiRef);
  const people = useMemo(
    () => config.getOptional<Person[]>('auth.providers.lab.people') ?? [],
    [config],
  );
  const [chosen, setChosen] = useState(chosenPerson.get);

  const choose = (name: string) => {
    chosenPerson.set(name);
    setChosen(name);
  };
  const chooseAgain = () => {
    chosenPerson.forget();
    setChosen(undefined);
  };

  if (chosen) {
    return (
      <ProxiedSignInPage
        provider="lab"
        headers={{ 'x-backlot-lab-person': chosen }}
        onSignInSuccess={identity => onSignInSuccess(forgetting(identity))}
        ErrorComponent={({ error }) => (
          <main className={styles.page}>
            <Flex direction="column" gap="4">
              <Alert
                status="danger"
                title="Signing in did not work"
                description={error?.message}
              />
              <Button onPress={chooseAgain}>Choose a person</Button>
            </Flex>
          </main>
        )}
      />
    );
  }
  return (
    <main className={styles.page}>
      <Flex direction="column" gap="6" className={styles.panel}>
        <Flex direction="column" gap="2">
          <Text as="h1" variant="title-large" weight="bold">
            Backlot
          </Text>
          <Text as="p" color="secondary">
            Virtual machines on request. Whom do you want to be in the lab?
          </Text>
        </Flex>
        {people.length === 0 ? (
          <Alert
            status="warning"
            title="The lab has no people"
            description="Name them in auth.providers.lab.people of the configuration."
          />
        ) : (
          <ul className={styles.people}>
            {people.map(person => (
              <li key={person.name}>
                <button
                  type="button"
                  className={styles.person}
                  onClick={() => choose(person.name)}
                >
                  <Avatar
                    src=""
                    name={person.displayName}
                    size="large"
                    purpose="decoration"
                  />
                  <Flex direction="column" gap="0">
                    <Text weight="bold">{person.displayName}</Text>
                    <Text color="secondary">{person.role}</Text>
                  </Flex>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Flex>
    </main>
  );
};

/** Signing out asks anew, instead of signing in as the same person again. */
function forgetting(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    signOut: async () => {
      chosenPerson.forget();
      await identity.signOut();
      window.location.assign('/');
    },
  };
}
