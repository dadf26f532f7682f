import { Button, Flex } from '@backstage/ui';

/** Loads the next page of a list; nothing where there is none. */
export const ShowMore = (props: {
  page: { items: unknown[]; nextCursor?: string } | undefined;
  /** How many there are, where that is known. */
  total?: number;
  isPending: boolean;
  onPress: () => void;
}) => {
  const { page, total, isPending, onPress } = props;
  if (page?.nextCursor === undefined) {
    return null;
  }
  const shown = page.items.length;
  return (
    <Flex justify="center">
      <Button variant="secondary" isPending={isPending} onPress={onPress}>
        {total === undefined
          ? `Show more (${shown} so far)`
          : `Show more (${shown} of ${total})`}
      </Button>
    </Flex>
  );
};
