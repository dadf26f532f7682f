import { codeBlocks } from './codeBlocks';

/** What documents say has to be done to install packages. */
export interface InstallSteps {
  /** What `yarn add` is given, by the workspace that it is called in, e.g. `packages/backend`. */
  added: Map<string, string[]>;
  /** Lines for `packages/backend/src/index.ts`. */
  backendLines: string[];
  /** Blocks for `app-config.yaml`. */
  config: string[];
}

const ADD = /^yarn --cwd (\S+) add (.+)$/gm;

/** Reads the commands and blocks of documents; what several of them say is done once. */
export function installSteps(documents: string[]): InstallSteps {
  const blocks = documents.flatMap(codeBlocks);
  const added = new Map<string, string[]>();
  for (const { language, text } of blocks) {
    if (language === 'sh') {
      for (const [, workspace, packages] of text
        .replace(/\\\n\s*/g, '')
        .matchAll(ADD)) {
        added.set(workspace, [
          ...new Set([
            ...(added.get(workspace) ?? []),
            ...packages.trim().split(/\s+/),
          ]),
        ]);
      }
    }
  }
  const textsFor = (file: string) =>
    blocks.filter(block => block.file === file).map(({ text }) => text);
  return {
    added,
    backendLines: [
      ...new Set(
        textsFor('packages/backend/src/index.ts').flatMap(text =>
          text.trim().split('\n'),
        ),
      ),
    ],
    config: textsFor('app-config.yaml'),
  };
}
