import { Flex } from '@backstage/ui';
import { RequestFile } from '@backlot/plugin-vm-requests-common';
import { InfoCard } from '@backlot/ui-common';
import styles from './FilesCard.module.css';

/** Text as it stands in a file; long lines are broken, so that nothing has to be scrolled to. */
export const FileText = ({ text }: { text: string }) => (
  <pre className={styles.text}>{text}</pre>
);

/** The files of a request, each folded up; nothing where there are none. */
export const FilesCard = ({ files }: { files: RequestFile[] | undefined }) => {
  if (!files || files.length === 0) {
    return null;
  }
  return (
    <InfoCard title="Files">
      <Flex direction="column" gap="2">
        {files.map(({ path, content, removed }) =>
          removed ? (
            <div key={path}>
              <code>{path}</code> is removed
            </div>
          ) : (
            <details key={path}>
              <summary>
                <code>{path}</code>
              </summary>
              <FileText text={content} />
            </details>
          ),
        )}
      </Flex>
    </InfoCard>
  );
};
