import { useRef } from 'react';
import FormLabel from '@material-ui/core/FormLabel';
import { Flex } from '@backstage/ui';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { networkCardsOf } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { FieldFrame } from '../FieldFrame';
import { FormButton } from '../FormButton';
import { formDataOf, useFormData } from '../formData';
import { ChoicePicker } from '../pickers/ChoicePicker';
import { useNetworkChoices } from '../pickers/useNetworkChoices';
import styles from '../rows.module.css';
import { chosenOf, usePolicy } from '../usePolicy';
import { cardProblems, offerToCard } from './cardChoices';

const schema = makeFieldSchema({
  output: z => z.array(z.object({ network: z.string().optional() })),
});

function helpOf(most: number | undefined): string {
  switch (most) {
    case undefined:
      return 'Choose an environment first.';
    case 1:
      return 'Machines of this environment have one network card.';
    default:
      return `The first card has the gateway, the name servers and the name. Up to ${most} cards, each in a network of its own; each gets an address of every family that its network has.`;
  }
}

/** Network cards beyond the first, as many as the environment allows. */
const VmNetworkCardsField = (props: typeof schema.TProps) => {
  const { formData: cards = [], onChange, rawErrors, idSchema } = props;
  const id = idSchema?.$id ?? 'extraCards';
  const disabled = props.disabled ?? false;
  const form = useFormData(props.formContext);
  const { environment, site, error, reload } = usePolicy(form);
  const networks = useNetworkChoices(cards.length > 0 ? site : undefined, form);
  const addButton = useRef<HTMLButtonElement>(null);
  const most = environment && networkCardsOf(environment);
  const problem = error ?? networks.error;
  return (
    <FieldFrame
      id={id}
      help={networks.value?.note ?? helpOf(most)}
      problems={problem ? [problem.message] : []}
      invalid={Boolean(rawErrors?.length)}
      onRetry={problem && (error ? reload : networks.reload)}
    >
      <Flex
        direction="column"
        gap="2"
        role="group"
        aria-label={props.schema.title ?? 'Further network cards'}
      >
        <FormLabel component="div">
          {props.schema.title ?? 'Further network cards'}
        </FormLabel>
        {cards.map(({ network }, index) => (
          <div key={index} className={styles.row}>
            <div className={styles.wide}>
              <ChoicePicker
                id={`${id}-${index}`}
                label={`Network of card ${index + 2}`}
                disabled={disabled}
                value={network || undefined}
                onChange={chosen =>
                  onChange(
                    cards.map((card, other) =>
                      other === index ? { network: chosen } : card,
                    ),
                  )
                }
                hint={site ? undefined : 'Choose a datacenter first.'}
                choices={
                  networks.value &&
                  offerToCard(
                    networks.value.choices,
                    { first: form.network, extra: cards },
                    index,
                  )
                }
              />
            </div>
            <FormButton
              disabled={disabled}
              label={`Remove network card ${index + 2}`}
              onClick={() => {
                onChange(cards.filter((_, other) => other !== index));
                addButton.current?.focus();
              }}
            >
              Remove
            </FormButton>
          </div>
        ))}
        <div>
          <FormButton
            ref={addButton}
            disabled={disabled || cards.length + 1 >= (most ?? 1)}
            onClick={() => onChange([...cards, {}])}
          >
            Add a network card
          </FormButton>
        </div>
      </Flex>
    </FieldFrame>
  );
};

export const vmNetworkCardsField = createFormField({
  name: 'VmNetworkCards',
  component: VmNetworkCardsField,
  schema,
  validation: async (value = [], validation, { apiHolder, formData }) => {
    const policy = await apiHolder.get(vmRequestsApiRef)?.getPolicy();
    const { environment } = chosenOf(policy, formDataOf({ formData }));
    if (environment) {
      cardProblems(value, networkCardsOf(environment)).forEach(problem =>
        validation.addError(problem),
      );
    }
  },
});
