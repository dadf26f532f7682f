import { Alert } from '@backstage/ui';

/**
 * Says that a plugin's pages are not there yet for apps of Backstage's old frontend system.
 *
 * @public
 */
export const NewFrontendSystemOnly = (props: {
  /** The plugin's package. */
  packageName: string;
}) => (
  <Alert
    role="alert"
    status="danger"
    icon
    title="This page needs Backstage's new frontend system"
    description={wordsFor(props.packageName)}
  />
);

/**
 * Makes a plugin say that it needs the new frontend system, where an app of the old one is given it
 * among its `plugins`: such an app asks each of them for its id first.
 *
 * @public
 */
export function newFrontendSystemOnly<T extends object>(
  plugin: T,
  packageName: string,
): T {
  return Object.defineProperty(plugin, 'getId', {
    value: () => {
      throw new Error(wordsFor(packageName));
    },
  });
}

function wordsFor(packageName: string): string {
  return `${packageName} does not support the old frontend system (createApp of @backstage/app-defaults) yet. Use it in an app made by createApp of @backstage/frontend-defaults, or migrate this one: https://backstage.io/docs/frontend-system/building-apps/migrating`;
}
