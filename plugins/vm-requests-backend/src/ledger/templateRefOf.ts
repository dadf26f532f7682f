import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

/** The same template is written in one way, as the scaffolder says of a task by which it runs. */
export function templateRefOf(template: string): string {
  return stringifyEntityRef(
    parseEntityRef(template, {
      defaultKind: 'template',
      defaultNamespace: 'default',
    }),
  );
}
