import { Flex } from '@backstage/ui';
import { RequestFile } from '@backlot/plugin-vm-requests-common';
import { FileText } from './FileText';
import { InfoCard } from './InfoCard';

/** The files of a request, each folded up; nothing where there are none. */
export const FilesCard = ({ files }: { files: RequestFile[] | undefined }) => {
  if (!files || files.length === 0) {
    return null;
  }
  return (
    <InfoCard title="Files">
      <Flex direction="column" gap="2">
        {files.map(file => (
          <details key={file.path}>
            <summary>
              <code>{file.path}</code>
            </summary>
            <FileText text={file.content} />
          </details>
        ))}
      </Flex>
    </InfoCard>
  );
};
