import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Button, Flex } from '@backstage/ui';
import { RiDownloadLine } from '@remixicon/react';
import {
  InventoryExportFormat,
  InventoryExportQuery,
  inventoryPaths,
} from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import { LoadProblem } from '@backlot/ui-common';
import { ListedKind } from './explorerState';

/** Has the browser save a file. */
function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Saves all that is filtered, as a file. */
export const ExportButtons = (props: {
  kind: ListedKind;
  query: Omit<InventoryExportQuery, 'format'>;
}) => {
  const { kind, query } = props;
  const api = useApi(vmInventoryApiRef);
  const [running, setRunning] = useState<InventoryExportFormat>();
  const [error, setError] = useState<Error>();

  const save = async (format: InventoryExportFormat) => {
    setRunning(format);
    setError(undefined);
    try {
      const file = await api.exportObjects(kind, { ...query, format });
      const day = new Date().toISOString().slice(0, 10);
      saveFile(file, `${inventoryPaths[kind]}-${day}.${format}`);
    } catch (problem) {
      setError(problem as Error);
    } finally {
      setRunning(undefined);
    }
  };
  return (
    <Flex direction="column" gap="2" align="end">
      <Flex gap="2">
        {(['csv', 'json'] as const).map(format => (
          <Button
            key={format}
            variant="secondary"
            size="small"
            iconStart={<RiDownloadLine />}
            aria-label={`Export ${format.toUpperCase()}`}
            isPending={running === format}
            isDisabled={running !== undefined}
            onPress={() => save(format)}
          >
            {format.toUpperCase()}
          </Button>
        ))}
      </Flex>
      {error && <LoadProblem error={error} what="the export" />}
    </Flex>
  );
};
