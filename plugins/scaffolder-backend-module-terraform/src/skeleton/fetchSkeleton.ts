import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UrlReaderService } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { fetchContents } from '@backstage/plugin-scaffolder-node';
import { causeInWords, sentences, withCause } from '@backlot/backend-common';
import { TextFile } from '../structure/Problem';

const MAX_FILES = 100;
/** Bytes, all files together: the rendered files become part of the task's record. */
const MAX_SIZE = 512 * 1024;

/**
 * Reads the files of a skeleton that lies beside a software template, in order of their paths.
 *
 * @throws InputError for a source elsewhere, and for what cannot be committed as text
 * @throws NotFoundError when there is no such directory, or nothing in it
 * @internal
 */
export async function fetchSkeleton(options: {
  reader: UrlReaderService;
  integrations: ScmIntegrations;
  /** Of the software template. */
  baseUrl: string | undefined;
  source: string;
  /** An empty directory, or one that does not exist. */
  temporaryDirectory: string;
}): Promise<TextFile[]> {
  const { reader, integrations, baseUrl, source, temporaryDirectory } = options;
  assertBesideTemplate(source);
  const outputPath = join(temporaryDirectory, 'skeleton');
  try {
    await fetchContents({
      reader,
      integrations,
      baseUrl,
      fetchUrl: source,
      outputPath,
    });
  } catch (error) {
    throw withCause(
      new NotFoundError(
        sentences(
          `The skeleton ${source} could not be read from beside the template${
            baseUrl ? ` at ${baseUrl}` : ''
          }: ${causeInWords(error)}`,
          "Correct the step's source",
        ),
      ),
      error,
    );
  }
  const files = await readFiles(outputPath, '');
  if (files.length === 0) {
    throw new NotFoundError(
      `The skeleton ${source} holds no files: correct the step's source`,
    );
  }
  const size = files.reduce((sum, { text }) => sum + text.length, 0);
  if (files.length > MAX_FILES || size > MAX_SIZE) {
    throw new InputError(
      `The skeleton ${source} holds ${files.length} files of ${size} characters; at most ${MAX_FILES} files of ${MAX_SIZE} are rendered: keep modules elsewhere`,
    );
  }
  return files;
}

function assertBesideTemplate(source: string) {
  const isBeside =
    source !== '' &&
    !/^[/\\]|^[a-z][a-z0-9+.-]*:|[\\?#\p{Cc}]/iu.test(source) &&
    !source.split('/').includes('..');
  if (!isBeside) {
    throw new InputError(
      `source ${JSON.stringify(
        source,
      )} is not a path beside the template: write one such as ./skeleton`,
    );
  }
}

async function readFiles(root: string, directory: string): Promise<TextFile[]> {
  const names = (await readdir(join(root, directory))).sort();
  const files: TextFile[] = [];
  for (const name of names) {
    const path = directory ? `${directory}/${name}` : name;
    const stats = await lstat(join(root, path));
    assertCommittable(path, name);
    if (stats.isDirectory()) {
      files.push(...(await readFiles(root, path)));
    } else if (stats.isFile() && stats.size <= MAX_SIZE) {
      files.push({
        path,
        text: decode(path, await readFile(join(root, path))),
      });
    } else {
      throw new InputError(
        `The skeleton's ${path} is a link, or no file, or larger than ${MAX_SIZE} bytes: remove it`,
      );
    }
  }
  return files;
}

function assertCommittable(path: string, name: string) {
  if (name === '.git' || name === '.terraform' || /\.tfstate\b/.test(name)) {
    throw new InputError(
      `The skeleton holds ${path}, which is Terraform's or Git's own record and must not be copied: remove it`,
    );
  }
  if (name.endsWith('.tf.json')) {
    throw new InputError(
      `The skeleton's ${path} is Terraform's JSON syntax, in which strings are templates: write it as HCL in a .tf file`,
    );
  }
  if (/[^\w.@+-]/.test(name)) {
    throw new InputError(
      `The skeleton's ${path} has a name that is not made of letters, digits and . _ @ + -: rename it; names of files are not rendered`,
    );
  }
}

function decode(path: string, content: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    if (!text.includes('\0')) {
      return text;
    }
  } catch (error) {
    throw withCause(
      new InputError(`The skeleton's ${path} is not UTF-8 text`),
      error,
    );
  }
  throw new InputError(`The skeleton's ${path} is binary: remove it`);
}
