import { Flex } from '@backstage/ui';
import { RequestFile } from '@backlot/plugin-vm-requests-common';
import { InfoCard } from './InfoCard';
import styles from './PlanCard.module.css';

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
            <pre className={styles.text}>{file.content}</pre>
          </details>
        ))}
      </Flex>
    </InfoCard>
  );
};
