import { useRouteRef } from '@backstage/core-plugin-api';
import { ButtonLink, Flex, Text } from '@backstage/ui';
import { formPathWith } from '../../formFields/formData';
import { formRouteRef } from '../../routes';

/** What there is to say of a machine that nobody requested: that it can be adopted, where forms are. */
export const UnrequestedMachine = (props: {
  words: string;
  source: string | undefined;
  /** Absent for one that cannot be adopted, because nothing names it for good. */
  instanceUuid: string | undefined;
}) => {
  const { words, source, instanceUuid: machine } = props;
  const formPath = useRouteRef(formRouteRef);
  return (
    <Flex direction="column" gap="3" align="start">
      <Text>{words}</Text>
      {formPath && source && machine && (
        <ButtonLink
          href={formPathWith(
            formPath({ namespace: 'default', templateName: 'vm-adopt' }),
            { source, machine },
          )}
          variant="secondary"
        >
          Adopt
        </ButtonLink>
      )}
    </Flex>
  );
};
